//! The countries that ISO 3166 gives two letters.

/// The codes, one behind the other.
const CODES: &str = "\
    ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ\
    DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJM\
    JOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONP\
    NRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTO\
    TRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// The code in capitals, if it is one.
pub(crate) fn country(code: &str) -> Option<String> {
    let code = code.to_ascii_uppercase();
    let mut known = CODES.as_bytes().chunks_exact(2);
    known.any(|known| known == code.as_bytes()).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_in_any_case_and_nothing_else_is_one() {
        assert_eq!(CODES.len() / 2, 249);
        assert_eq!(country("us").as_deref(), Some("US"));
        assert_eq!(country("ZW").as_deref(), Some("ZW"));
        for other in ["ZZ", "SU", "U", "USA", "", "ÄÖ"] {
            assert_eq!(country(other), None, "{other}");
        }
    }
}
