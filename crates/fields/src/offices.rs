//! Which offices there are, and were.
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offices {
    province: Vec<Province>,
    immigration: Named,
    tax: Named,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Province {
    name: String,
    /// Former and short names.
    also: Vec<String>,
    divisions: Vec<String>,
    abolished: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    places: Vec<String>,
    endings: Vec<String>,
}

static OFFICES: LazyLock<Offices> =
    LazyLock::new(|| toml::from_str(include_str!("../data/offices.toml")).expect("a test reads the list of offices"));

/// Whether there is or was such a mayor or head: `서울특별시 종로구청장`, `경기도 부천시장`, `경기도 가평군수`, with or
/// without the province.
pub(crate) fn is_municipality(text: &str) -> bool {
    let text = compact(text);
    let holder = |division: &str| {
        let mut symbols = division.chars();
        match symbols.next_back() {
            Some('군') => format!("{division}수"),
            Some('구') => format!("{division}청장"),
            _ => format!("{division}장"),
        }
    };
    OFFICES.province.iter().any(|province| {
        let names = || [&province.name].into_iter().chain(&province.also);
        // A province without divisions, and any in its own right, has a mayor or a governor.
        let own = || ["장", "지사"].map(|ending| format!("{}{ending}", province.name));
        let mut divisions = province.divisions.iter().chain(&province.abolished);
        own().contains(&text)
            || divisions.any(|division| {
                let holder = holder(division);
                text == holder || names().any(|name| text.strip_prefix(name.as_str()) == Some(holder.as_str()))
            })
    })
}

/// Whether there is or was such a head of a provincial police agency: `서울특별시경찰청장`, `경기남부지방경찰청장`.
pub(crate) fn is_police_agency(text: &str) -> bool {
    let text = compact(text);
    let Some(place) = text.strip_suffix("경찰청장") else { return false };
    let place = place.strip_suffix("지방").unwrap_or(place);
    let is = |place: &str| {
        OFFICES.province.iter().any(|province| place == province.name || province.also.iter().any(|name| place == name))
    };
    // The police of Gyeonggi is parted in two (since 25 March 2016).
    let half = place.strip_suffix("남부").or(place.strip_suffix("북부"));
    is(place) || matches!(half, Some("경기" | "경기도"))
}

/// Whether there is or was such a head of an immigration office.
pub(crate) fn is_immigration_office(text: &str) -> bool {
    OFFICES.immigration.has(text)
}

/// Whether there is or was such a head of a tax office.
pub(crate) fn is_tax_office(text: &str) -> bool {
    OFFICES.tax.has(text)
}

impl Named {
    fn has(&self, text: &str) -> bool {
        let text = compact(text);
        let places = self.endings.iter().filter_map(|ending| text.strip_suffix(ending.as_str()));
        // A longer ending may leave less of a place than a shorter one; any that fits will do.
        places.into_iter().any(|place| self.places.iter().any(|known| known == place))
    }
}

fn compact(text: &str) -> String {
    // The dot between words, a letter of old Hangul to Unicode.
    text.chars().filter(|symbol| symbol.is_alphanumeric() && *symbol != 'ㆍ').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_of_today_and_abolished_ones_are_known_and_invented_ones_are_not() {
        let known = [
            "서울특별시 종로구청장",
            "경기도 부천시장",
            "경기도 부천시 원미구청장",
            "경기도 가평군수",
            "경상남도 마산시장",
            "강원도 춘천시장",
            "강원특별자치도 춘천시장",
            "인천광역시 남구청장",
            "세종특별자치시장",
            "제주특별자치도 제주시장",
            "부천시장",
        ];
        for office in known {
            assert!(is_municipality(office), "{office}");
        }
        for office in
            ["부산특별시 부산구청장", "서울특별시 가평군수", "경기도 부천시", "종로구청자", "서울경찰청장", ""]
        {
            assert!(!is_municipality(office), "{office}");
        }
        for office in
            ["서울특별시경찰청장", "서울지방경찰청장", "경기도남부경찰청장", "경기북부지방경찰청장", "제주경찰청장"]
        {
            assert!(is_police_agency(office), "{office}");
        }
        for office in ["부산남부경찰청장", "경찰청장", "서울경찰서장"] {
            assert!(!is_police_agency(office), "{office}");
        }
        for office in ["서울출입국·외국인청장", "수원출입국관리사무소장", "양주출입국ㆍ외국인사무소장"]
        {
            assert!(is_immigration_office(office), "{office}");
        }
        assert!(!is_immigration_office("평양출입국·외국인청장"));
        assert!(is_tax_office("삼성세무서장") && is_tax_office("동 수원 세무서장") && !is_tax_office("평양세무서장"));
    }

    #[test]
    fn every_division_is_a_city_county_or_district() {
        for province in &OFFICES.province {
            for division in province.divisions.iter().chain(&province.abolished) {
                assert!(division.ends_with(['시', '군', '구']), "{division}");
            }
        }
    }
}
