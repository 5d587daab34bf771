//! Names of seeded people, as documents show them and as a login spells them.

/// A name and the letters of it that a login may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    /// As people write it.
    pub(super) written: &'static str,
    /// Small letters of ASCII.
    pub(super) plain: &'static str,
}

const fn name(written: &'static str, plain: &'static str) -> Name {
    Name { written, plain }
}

/// Given names.
pub(super) const GIVEN: [Name; 48] = [
    name("Amara", "amara"),
    name("Björn", "bjorn"),
    name("Chloé", "chloe"),
    name("Dmitri", "dmitri"),
    name("Elif", "elif"),
    name("Femi", "femi"),
    name("Grace", "grace"),
    name("Hiroshi", "hiroshi"),
    name("Ingrid", "ingrid"),
    name("João", "joao"),
    name("Kirra", "kirra"),
    name("Łukasz", "lukasz"),
    name("Mei", "mei"),
    name("Nadia", "nadia"),
    name("Oisín", "oisin"),
    name("Priya", "priya"),
    name("Quentin", "quentin"),
    name("Rosa", "rosa"),
    name("Søren", "soren"),
    name("Tomás", "tomas"),
    name("Uma", "uma"),
    name("Viktor", "viktor"),
    name("Wanjiru", "wanjiru"),
    name("Yusuf", "yusuf"),
    name("陽子", "yoko"),
    name("伟", "wei"),
    name("Ελένη", "eleni"),
    name("Ольга", "olga"),
    name("محمد", "mohammed"),
    name("Zoë", "zoe"),
    name("Anna-Lena", "anna-lena"),
    name("Jean-Luc", "jean-luc"),
    name("Mary Ann", "maryann"),
    name("Þóra", "thora"),
    name("Ayşe", "ayse"),
    name("Štěpán", "stepan"),
    name("Daniel", "daniel"),
    name("Emma", "emma"),
    name("Liam", "liam"),
    name("Noah", "noah"),
    name("Olivia", "olivia"),
    name("Sofia", "sofia"),
    name("Arjun", "arjun"),
    name("Fatima", "fatima"),
    name("Kwame", "kwame"),
    name("Leilani", "leilani"),
    name("Mateo", "mateo"),
    name("Nguyệt", "nguyet"),
];

/// Family names.
pub(super) const FAMILY: [Name; 48] = [
    name("Adeyemi", "adeyemi"),
    name("Bergström", "bergstrom"),
    name("Castillo", "castillo"),
    name("Dubois", "dubois"),
    name("Eriksen", "eriksen"),
    name("Fernández", "fernandez"),
    name("Günther", "gunther"),
    name("Hashimoto", "hashimoto"),
    name("Ivanova", "ivanova"),
    name("Jensen", "jensen"),
    name("Kowalska", "kowalska"),
    name("Lindqvist", "lindqvist"),
    name("Müller", "muller"),
    name("Nguyen", "nguyen"),
    name("O'Brien", "obrien"),
    name("Petrov", "petrov"),
    name("Quispe", "quispe"),
    name("Rossi", "rossi"),
    name("Silva", "silva"),
    name("Tanaka", "tanaka"),
    name("Ueda", "ueda"),
    name("Varga", "varga"),
    name("Wójcik", "wojcik"),
    name("Zhou", "zhou"),
    name("山田", "yamada"),
    name("王", "wang"),
    name("Παπαδόπουλος", "papadopoulos"),
    name("Смирнова", "smirnova"),
    name("الفاسي", "elfassi"),
    name("van der Berg", "vanderberg"),
    name("de la Cruz", "delacruz"),
    name("Smith-Jones", "smith-jones"),
    name("Ó Súilleabháin", "osuilleabhain"),
    name("D'Angelo", "dangelo"),
    name("Yılmaz", "yilmaz"),
    name("Dvořák", "dvorak"),
    name("Brown", "brown"),
    name("Clark", "clark"),
    name("Patel", "patel"),
    name("Kaur", "kaur"),
    name("Mensah", "mensah"),
    name("Okafor", "okafor"),
    name("Sato", "sato"),
    name("Kim", "kim"),
    name("García", "garcia"),
    name("Weiß", "weiss"),
    name("Lefèvre", "lefevre"),
    name("Łukaszewicz", "lukaszewicz"),
];

/// Middle names; most people show none.
pub(super) const MIDDLE: [&str; 6] = ["Marie", "Lee", "Kofi", "José", "Élise", "Q"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_form_of_a_name_fits_a_login() {
        for name in GIVEN.iter().chain(&FAMILY) {
            let is_fit = |letter: char| letter.is_ascii_lowercase() || letter == '-';
            assert!(name.plain.chars().all(is_fit), "{}", name.written);
            assert!(name.written.chars().count() <= 32, "{}", name.written);
        }
    }
}
