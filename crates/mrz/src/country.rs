/// Kind of a code that may stand for an issuing state or a nationality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CountryKind {
    /// ISO 3166-1 alpha-3.
    Iso3166,
    /// Added by Doc 9303-3 section 5: organisations, British nationalities, stateless persons, refugees.
    Doc9303,
    /// Withdrawn from ISO 3166-1, still met on older documents.
    Withdrawn,
    /// The fictional state of specimens, `UTO`.
    Specimen,
}

/// The kind of a code as it stands in a zone, with or without its fillers; `None` when no list has it.
///
/// ```
/// # use vidimus_mrz as mrz;
/// use mrz::{CountryKind, country_kind};
/// assert_eq!(country_kind("FRA"), Some(CountryKind::Iso3166));
/// assert_eq!(country_kind("D<<"), Some(CountryKind::Doc9303));
/// assert_eq!(country_kind("XXA"), Some(CountryKind::Doc9303)); // stateless person
/// assert_eq!(country_kind("FRB"), None);
/// ```
pub fn country_kind(code: &str) -> Option<CountryKind> {
    let code = code.trim_end_matches('<');
    let within = |list: &str| list.split_ascii_whitespace().any(|known| known == code);
    if code == "UTO" {
        Some(CountryKind::Specimen)
    } else if within(ISO_3166_1) {
        Some(CountryKind::Iso3166)
    } else if within(DOC_9303) {
        Some(CountryKind::Doc9303)
    } else if within(WITHDRAWN) {
        Some(CountryKind::Withdrawn)
    } else {
        None
    }
}

/// The ISO 3166-1 alpha-3 code for a code of a zone: `D` is `DEU`, every other code stays.
pub(crate) fn normalised(code: &str) -> &str {
    match code.trim_end_matches('<') {
        "D" => "DEU",
        other => other,
    }
}

const ISO_3166_1: &str = "
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE
    BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA
    CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE
    DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM
    GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY
    HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN
    KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA
    MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT
    NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN
    PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA
    SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR
    TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA
    UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE";

/// Germany; British nationalities; European Union; United Nations and the like; organisations and Kosovo; persons without a
/// defined nationality. `XKX` is Kosovo's user-assigned code, which some issuers print.
const DOC_9303: &str = "
    D GBD GBN GBO GBP GBS EUE UNA UNK UNO IAO
    RKS XKX XBA XCC XCE XCO XCT XDC XEC XES XIM XMP XOM XPO
    XXA XXB XXC XXX";

const WITHDRAWN: &str = "ANT BUR BYS CSK DDR NTZ ROM SCG SUN TMP YMD YUG ZAR";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_their_size_and_do_not_overlap() {
        let lists = [ISO_3166_1, DOC_9303, WITHDRAWN];
        assert_eq!(ISO_3166_1.split_ascii_whitespace().count(), 249);
        let mut all: Vec<&str> = lists.iter().flat_map(|list| list.split_ascii_whitespace()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|code| code.len() == 3 || *code == "D"));
    }

    #[test]
    fn fillers_and_emptiness() {
        assert_eq!(country_kind("<<<"), None);
        assert_eq!(country_kind(""), None);
        assert_eq!(country_kind("UTO"), Some(CountryKind::Specimen));
        assert_eq!(country_kind("YUG"), Some(CountryKind::Withdrawn));
        assert_eq!(normalised("D<<"), "DEU");
    }
}
