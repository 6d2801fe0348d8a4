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
    /// An office's place, and that of a branch which is named behind it.
    #[serde(default)]
    branches: Vec<(String, String)>,
    /// The places in Latin letters, with what stands before and behind them.
    #[serde(default)]
    latin: Vec<String>,
    #[serde(default)]
    latin_around: Vec<(String, String)>,
}

static OFFICES: LazyLock<Offices> =
    LazyLock::new(|| toml::from_str(include_str!("../data/offices.toml")).expect("a test reads the list of offices"));

impl Province {
    fn names(&self) -> impl Iterator<Item = &String> {
        [&self.name].into_iter().chain(&self.also)
    }

    fn all_divisions(&self) -> impl Iterator<Item = &String> {
        self.divisions.iter().chain(&self.abolished)
    }

    /// A province without divisions, and any in its own right, has a mayor or a governor.
    fn heads(&self) -> [String; 2] {
        ["장", "지사"].map(|ending| format!("{}{ending}", self.name))
    }
}

/// The head of a city, county or district.
fn head(division: &str) -> String {
    match division.chars().next_back() {
        Some('군') => format!("{division}수"),
        Some('구') => format!("{division}청장"),
        _ => format!("{division}장"),
    }
}

/// Whether there is or was such a mayor or head: `서울특별시 종로구청장`, `경기도 부천시장`, `경기도 가평군수`, with or
/// without the province.
pub(crate) fn is_municipality(text: &str) -> bool {
    let text = compact(text);
    OFFICES.province.iter().any(|province| {
        province.heads().contains(&text)
            || province.all_divisions().any(|division| {
                let head = compact(&head(division));
                text == head || province.names().any(|name| text.strip_prefix(name.as_str()) == Some(head.as_str()))
            })
    })
}

/// The mayors and heads of all municipalities as they are printed, with their province and without.
pub(crate) fn municipalities() -> impl Iterator<Item = String> {
    let of_divisions = divisions().filter(|division| division.contains(' ')).map(|division| head(&division));
    let alone = OFFICES.province.iter().flat_map(Province::all_divisions).map(|division| head(division));
    of_divisions.chain(alone).chain(OFFICES.province.iter().flat_map(Province::heads))
}

/// What addresses begin with: a province with one of its cities, counties and districts, or one that has none.
pub(crate) fn divisions() -> impl Iterator<Item = String> {
    OFFICES.province.iter().flat_map(|province| {
        let alone = province.divisions.is_empty().then(|| province.name.clone());
        let named = |name| province.all_divisions().map(move |division| format!("{name} {division}"));
        province.names().flat_map(named).chain(alone)
    })
}

/// The heads of all provincial police agencies.
pub(crate) fn police_agencies() -> impl Iterator<Item = String> {
    let names = OFFICES.province.iter().flat_map(Province::names).cloned();
    let places = names.chain(["경기도남부", "경기도북부", "경기남부", "경기북부"].map(str::to_owned));
    places.flat_map(|place| ["경찰청장", "지방경찰청장"].map(|ending| format!("{place}{ending}")))
}

/// The heads of all immigration offices.
pub(crate) fn immigration_offices() -> impl Iterator<Item = String> {
    OFFICES.immigration.all()
}

/// The same in Latin letters.
pub(crate) fn immigration_offices_latin() -> impl Iterator<Item = String> {
    let Named { latin, latin_around, .. } = &OFFICES.immigration;
    latin.iter().flat_map(|place| latin_around.iter().map(move |(before, behind)| format!("{before}{place}{behind}")))
}

/// The heads of all tax offices.
pub(crate) fn tax_offices() -> impl Iterator<Item = String> {
    OFFICES.tax.all()
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
        let places =
            self.endings.iter().filter_map(|ending| text.strip_suffix(compact(ending).as_str()).map(str::to_owned));
        // A longer ending may leave less of a place than a shorter one; any that fits will do.
        let mut places = places;
        places.any(|place| self.places.contains(&place)) || self.of_branches().any(|head| compact(&head) == text)
    }

    fn all(&self) -> impl Iterator<Item = String> {
        let of_places =
            self.places.iter().flat_map(|place| self.endings.iter().map(move |end| format!("{place}{end}")));
        of_places.chain(self.of_branches())
    }

    /// The heads of branches, each behind every name that its office may have.
    fn of_branches(&self) -> impl Iterator<Item = String> {
        let offices = self.endings.iter().filter_map(|ending| ending.strip_suffix('장'));
        let offices = offices.filter(|office| !office.ends_with("출장소"));
        offices.flat_map(|office| {
            self.branches.iter().map(move |(place, branch)| format!("{place}{office}{branch}출장소장"))
        })
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
        assert!(is_immigration_office("수원출입국·외국인청 평택출장소장"));
        assert!(is_immigration_office("대구출입국관리사무소구미출장소장"));
        assert!(!is_immigration_office("대구출입국·외국인청평택출장소장"));
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
