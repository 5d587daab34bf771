//! Companies of an embedded mock as files.

use std::io::{self, BufRead, Write};

use crate::company::file::{self, Export};
use crate::founding::Founding;
use crate::server::MockConcur;

use super::{MockCompany, NewCompanyError};

impl MockCompany {
    /// Writes what the company holds now as JSON Lines, which [`MockConcur::import_company`] and `--company-file` read.
    /// Passwords are in it; tokens, provision requests, mails, snapshots and applications are not.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use concur_mock::MockConcur;
    /// let mock = MockConcur::start().await?;
    /// let company = mock.company(mock.credentials().company_id).ok_or("it is there")?;
    /// let mut file = Vec::new();
    /// company.export(&mut file)?;
    /// let copy = mock.import_company(Some("copy"), file.as_slice())?;
    /// assert_eq!(copy.credentials().user, company.credentials().user);
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn export(&self, mut to: impl Write) -> io::Result<()> {
        let known_user = self.company.known_user.as_ref().map(|user| user.id);
        for part in Export::of(self.company.present(), known_user) {
            to.write_all(&part)?;
        }
        to.flush()
    }
}

impl MockConcur {
    /// Makes a company of what a file holds that [`MockCompany::export`] wrote.
    ///
    /// # Errors
    ///
    /// When the file is wrong, which the text says with the number of the line, or the key is in use.
    pub fn import_company(
        &self,
        key: Option<&str>,
        from: impl BufRead,
    ) -> Result<MockCompany, NewCompanyError> {
        let content = file::read(from, &self.world().policies.inherited());
        let content = content.map_err(|error| NewCompanyError(error.to_string()))?;
        let founding = Founding {
            key: key.map(str::to_owned),
            content: Some(content),
            ..Founding::default()
        };
        let company = self.world().found(&founding);
        let company = company.map_err(|error| NewCompanyError(error.to_string()))?;
        Ok(MockCompany {
            world: self.world().clone(),
            company,
        })
    }
}
