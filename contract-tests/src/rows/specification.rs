//! Finds the rows of a Markdown specification: rows of tables and points of lists, by section.

use std::collections::BTreeMap;

/// A row as the specification has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecificationRow {
    /// Its id: a quirk's or question's own name, else document, section and the words of the first cell.
    pub id: String,
    /// The section it stands in.
    pub section: String,
}

/// The most characters of the first cell that an id takes up.
const ID_WORDS: usize = 70;

/// The rows of a document that is called `name`, in order.
pub fn specification_rows(name: &str, markdown: &str) -> Vec<SpecificationRow> {
    let mut finder = Finder {
        name,
        section: String::new(),
        bullets: 0,
        table: Table::Outside,
        seen: BTreeMap::new(),
        rows: Vec::new(),
    };
    let mut is_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            finder.line(line);
        }
    }
    finder.rows
}

/// Where in a table a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Outside,
    Head,
    Body,
}

struct Finder<'n> {
    name: &'n str,
    section: String,
    bullets: usize,
    table: Table,
    seen: BTreeMap<String, usize>,
    rows: Vec<SpecificationRow>,
}

impl Finder<'_> {
    fn line(&mut self, line: &str) {
        if let Some(section) = section(line) {
            section.clone_into(&mut self.section);
            self.bullets = 0;
            self.table = Table::Outside;
            return;
        }
        let Some(cells) = line.strip_prefix('|') else {
            self.table = Table::Outside;
            if is_point(line) && !self.section.is_empty() {
                self.bullets += 1;
                let id = format!("{}/{}/point-{}", self.name, self.section, self.bullets);
                self.keep(id);
            }
            return;
        };
        self.table = match self.table {
            Table::Outside => Table::Head,
            Table::Head if is_rule(line) => Table::Body,
            Table::Head | Table::Body => {
                let id = self.id(&first_cell(cells));
                self.keep(id);
                Table::Body
            }
        };
    }

    fn id(&self, first: &str) -> String {
        let own = first.strip_prefix(['Q', 'U']);
        if own.is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        }) {
            return first.to_owned();
        }
        format!("{}/{}/{}", self.name, self.section, words(first))
    }

    fn keep(&mut self, id: String) {
        let count = self.seen.entry(id.clone()).or_default();
        *count += 1;
        let id = if *count == 1 {
            id
        } else {
            format!("{id}~{count}")
        };
        self.rows.push(SpecificationRow {
            id,
            section: self.section.clone(),
        });
    }
}

/// The number of a numbered heading.
fn section(line: &str) -> Option<&str> {
    let heading = line.trim_start_matches('#');
    let depth = line.len() - heading.len();
    let number = heading.strip_prefix(' ')?.split(' ').next()?;
    let number = number.strip_suffix('.').unwrap_or(number);
    let is_number = number
        .split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    ((2..=4).contains(&depth) && is_number).then_some(number)
}

fn is_point(line: &str) -> bool {
    let numbered = line.split_once(". ").is_some_and(|(number, _)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    numbered || line.starts_with("* ") || line.starts_with("- ")
}

fn is_rule(line: &str) -> bool {
    line.chars().all(|letter| " |:-".contains(letter))
}

/// The text before the first bar that is not escaped, without markup.
fn first_cell(cells: &str) -> String {
    let mut cell = String::new();
    let mut letters = cells.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '|' => break,
            '\\' => cell.extend(
                letters
                    .next()
                    .map(|next| if next == '|' { '/' } else { next }),
            ),
            '`' | '*' => {}
            letter => cell.push(letter),
        }
    }
    cell.trim().to_owned()
}

fn words(cell: &str) -> String {
    let mut out = String::new();
    for letter in cell.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() || ".{}$_/:=?-".contains(letter) {
            out.push(letter);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    let cut: String = out.trim_matches('-').chars().take(ID_WORDS).collect();
    cut.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_tables_and_points_of_lists_are_found_in_their_sections() {
        let text = "## 4. Users\n\n| Path | x |\n|---|---|\n| GET `/Users` | 200 |\n| a\\|b | |\n| GET /Users | |\n\n\
                    ### 4.1 More\n* one\n```\n| no | row |\n```\n1. two\n\n| # | w |\n|--|--|\n| Q7 | x |\n";
        let ids: Vec<String> = specification_rows("profile", text)
            .into_iter()
            .map(|row| row.id)
            .collect();
        assert_eq!(
            ids,
            [
                "profile/4/get-/users",
                "profile/4/a/b",
                "profile/4/get-/users~2",
                "profile/4.1/point-1",
                "profile/4.1/point-2",
                "Q7",
            ]
        );
    }
}
