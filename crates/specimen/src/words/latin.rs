//! Names of people, places and streets in Latin letters, with the diacritics of their languages.

/// Family names.
#[rustfmt::skip]
pub(crate) const SURNAMES: &[&str] = &[
    "Adams", "Aguiar", "Álvarez", "Andersson", "Antonov", "Åkesson", "Ångström", "Arslan", "Ásgeirsdóttir", "Babić",
    "Bąk", "Balogh", "Barbosa", "Bauer", "Bērziņš", "Béla", "Bianchi", "Björnsdóttir", "Błaszczyk", "Bogdanović",
    "Böhm", "Brânză", "Brown", "Bùi", "Çelik", "Çetin", "Černý", "Chałupka", "Châtelain", "Christensen",
    "Ciobănescu", "Clark", "Côté", "Cruz", "Ćosić", "Czerwiński", "D'Angelo", "Dąbrowski", "Đặng", "De la Cruz",
    "Díaz", "Dimitrov", "Doğan", "Dubois", "Đỗ", "Dumitrașcu", "Dvořák", "Đurić", "Eğilmez", "Ekström", "Eriksson",
    "Etxeberria", "Evans", "Farrugia", "Fernández", "Ferrari", "Fischer", "Flórez", "Fõldes", "François", "García",
    "Gauthier", "Georgiou", "Gjoka", "Gómez", "Gonçalves", "González", "Grönqvist", "Gruber", "Guðmundsson",
    "Günther", "Güneş", "Gwóźdź", "Haas", "Håkansson", "Hämäläinen", "Hansen", "Heiða", "Hernández", "Hoàng",
    "Hofstätter", "Horváth", "Hügli", "Huỳnh", "Ibáñez", "Ilves", "Ionescu", "Iñíguez", "İnce", "Ivanović",
    "Jankauskas", "Järvinen", "Jensen", "Jiménez", "Johansson", "Jones", "Jõgi", "Jørgensen", "Jürgens", "Kallas",
    "Kamiński", "Kaplan", "Kazlauskienė", "Kełbasa", "Kılıç", "Koç", "Kołodziej", "König", "Kovács", "Kowalczyk",
    "Krūmiņš", "Kříž", "Kučera", "Kuqi", "Kälin", "Lê", "Lefèvre", "Lewandowski", "Lindström", "Łukasik", "Lõhmus",
    "López", "Lý", "MacDonald", "Mäkinen", "Maïga", "Martínez", "Mészáros", "Mičić", "Møller", "Müller", "Muñoz",
    "Murphy", "Mažeika", "Nagy", "Navrátil", "Ñúñez", "Ngô", "Nguyễn", "Nielsen", "Njålsson", "Novák", "Nyström",
    "O'Brien", "O'Connor", "Ó Súilleabháin", "Oğuz", "Őry", "Özdemir", "Øvergård", "Öztürk", "Papadopoulos", "Pätz",
    "Pavlović", "Pérez", "Petrauskaitė", "Phạm", "Phan", "Popović", "Põder", "Quiñones", "Quách", "Rădulescu",
    "Ramírez", "Řezník", "Rodríguez", "Rosário", "Róża", "Růžička", "Ružić", "Saavedra", "Şahin", "Sánchez",
    "Santos", "Şimşek", "Schmidt", "Schröder", "Sepp", "Sigurðardóttir", "Silva", "Škoda", "Škvorecký", "Smith",
    "Sørensen", "Stanković", "Steinþórsson", "Suárez", "Svobodová", "Szabó", "Szczepański", "Șerban", "Tabone",
    "Tănase", "Taylor", "Thạch", "Tóth", "Trần", "Trịnh", "Țurcanu", "Tšernov", "Ünal", "Urbańczyk", "Ulmanis",
    "Välimäki", "Van den Berg", "Vănescu", "Vīksna", "Vu", "Vũ", "Võ", "Wałęsa", "Weiß", "White", "Wójcik",
    "Wróbel", "Xuereb", "Yıldız", "Yılmaz", "Zając", "Żak", "Zammit", "Zielińska", "Žižek", "Žukauskas", "Žvirblis",
    "Zürcher", "Østby", "Ægisdóttir", "Æbelø", "Þórsdóttir", "Ħaber", "Ġatt", "Ćwik", "Śliwa", "Źrebiec", "Ľuboš",
    "Ŝanko", "Ţiriac", "Mac Giolla", "Ò Murchadha", "Ferreira", "Güell", "Coşkun", "Bağcı", "Éluard", "Ïsaac",
    "Zoë",
];

/// Given names.
#[rustfmt::skip]
pub(crate) const GIVEN_NAMES: &[&str] = &[
    "Aarón", "Adèle", "Adrián", "Agnieszka", "Ágnes", "Aïcha", "Aleksander", "Alexandra", "Alícia", "Amélie",
    "Ana María", "Anaïs", "András", "André", "Ángel", "Anh", "Anna-Lena", "Antoine", "Ástríður", "Åsa", "Åse",
    "Axel", "Ayşe", "Barbora", "Beáta", "Beatriz", "Benjamin", "Bjørn", "Björn", "Božena", "Brigitte", "Bronisław",
    "Bülent", "Carlos", "Cecília", "Céline", "Chloé", "Clémence", "Cătălin", "Dániel", "David", "Désirée", "Đorđe",
    "Dominik", "Dũng", "Dušan", "Eduardo", "Eero", "Elīna", "Elżbieta", "Emily", "Émilie", "Eoghan", "Erdoğan",
    "Erik", "Ernő", "Ewa", "Fátima", "Fernando", "François", "Frédéric", "Gabriël", "Geneviève", "Georgi", "Gijs",
    "Gintarė", "Giulia", "Göran", "Grażyna", "Guðrún", "Günter", "Gyöngyi", "Hà", "Hải", "Hằng", "Håkon", "Hélène",
    "Hồng", "Hùng", "Hương", "İbrahim", "Ieva", "Ioana", "Ìngrid", "Inês", "Işık", "István", "Ivana", "Jakub",
    "Ján", "Janīna", "Jarosław", "Jérôme", "João", "Joaquín", "Jolán", "José Luis", "Józef", "Jörg", "Jürgen",
    "Jūratė", "Kārlis", "Katarzyna", "Kateřina", "Khánh", "Kęstutis", "Kübra", "Ladislav", "Lân", "Lars", "Lê Minh",
    "Léa", "Linh", "Long", "Łukasz", "Loïc", "Louise", "Lucía", "Ludvík", "Luís", "Lýdia", "Magnús", "Mária",
    "Marie-Thérèse", "Märta", "Mathéo", "Mattéo", "Mehmet", "Miķelis", "Michał", "Milène", "Miloš", "Minh",
    "Mónica", "Müge", "Nađa", "Nam", "Nándor", "Natália", "Ngọc", "Nguyệt", "Nicolás", "Noël", "Ódor", "Oğuzhan",
    "Oleg", "Ömer", "Ōrjan", "Østen", "Özlem", "Pál", "Patrícia", "Paweł", "Petr", "Phúc", "Phương", "Pietro",
    "Quang", "Quỳnh", "Radosław", "Ragnheiður", "Raúl", "René", "Ričardas", "Róbert", "Rūta", "Saoirse", "Şebnem",
    "Sébastien", "Seán", "Sergiu", "Siân", "Siobhán", "Snežana", "Sofía", "Søren", "Stanisław", "Şule", "Sündüz",
    "Świętosława", "Štěpán", "Tâm", "Tamás", "Téa", "Thảo", "Thị", "Thanh", "Thúy", "Tomáš", "Tõnu", "Trang",
    "Tuấn", "Tuğba", "Ülkü", "Ümit", "Václav", "Valentína", "Văn", "Vânia", "Vesna", "Viktória", "Vincent", "Vít",
    "Władysław", "Xuân", "Yáñez", "Yến", "Yiğit", "Yvonne", "Zbigniew", "Żaneta", "Zdeněk", "Zoë", "Zoltán",
    "Žofie", "Þóra", "Æsa", "Øyvind", "Noémie", "Hervé", "Jean-Luc", "Eun-ji", "Ji-hoon", "Seo-yeon", "Min-jun",
    "Gil-dong", "Yu-na", "Mei", "Haruki", "Kenji", "Ahmad", "Muhammad", "Siti", "Putri", "Maria Clara",
    "Juan Carlos", "José",
];

/// Korean names as passports print them.
#[rustfmt::skip]
pub(crate) const ROMANISED: &[&str] = &[
    "KIM", "LEE", "PARK", "CHOI", "JUNG", "KANG", "CHO", "YOON", "JANG", "LIM", "HAN", "OH", "SEO", "SHIN", "KWON",
    "HWANG", "AHN", "SONG", "JEON", "HONG", "YOO", "KO", "MOON", "YANG", "SON", "BAE", "BAEK", "HEO", "NAM", "SIM",
    "NOH", "GILDONG", "MINJUN", "SEOYEON", "JIHOON", "JIWOO", "HAEUN", "DOYUN", "SEOJUN", "YUJIN", "HYUNWOO",
    "MINSEO", "EUNJI", "SOOJIN", "YOUNGHO", "KYUNGHEE", "JAEHYUN", "SUBIN", "CHAEWON", "DONGHYUN", "NAYEON",
    "TAEYANG", "HANEUL", "BYUNGCHUL", "SOONJA", "MALSOOK", "WOOJIN", "SEULGI", "AREUM", "SAERON", "JUNGSOO",
    "CHEOLSU", "YEONGHUI",
];

/// Towns and countries.
#[rustfmt::skip]
pub(crate) const PLACES: &[&str] = &[
    "Aachen", "Ålesund", "Århus", "Arad", "Asunción", "Ávila", "Bánovce", "Barcelona", "Bergen", "Berlin",
    "Białystok", "Bogotá", "Bălți", "Brașov", "Brno", "Bruxelles", "Bucureşti", "Budapest", "Bydgoszcz",
    "Çanakkale", "Cádiz", "Cần Thơ", "České Budějovice", "Chișinău", "Cluj-Napoca", "Córdoba", "Côte-d'Or",
    "Częstochowa", "Đà Nẵng", "Daugavpils", "Debrecen", "Diyarbakır", "Düsseldorf", "Eskişehir", "Évreux",
    "Firenze", "Galway", "Gdańsk", "Genève", "Göteborg", "Győr", "Hải Phòng", "Hà Nội", "Hafnarfjörður", "Helsinki",
    "Hồ Chí Minh", "Iași", "İstanbul", "İzmir", "Jūrmala", "Jönköping", "Kaunas", "Klaipėda", "Kraków", "Köln",
    "København", "Košice", "Kütahya", "Las Palmas", "León", "Liège", "Liepāja", "Łódź", "Lublin", "Málaga", "Malmö",
    "Marseille", "México", "Miskolc", "Montréal", "München", "Münster", "Nagykőrös", "Neuchâtel", "Nîmes", "Nitra",
    "Nový Jičín", "Nürnberg", "Odense", "Olomouc", "Orléans", "Osijek", "Oulu", "Panevėžys", "Pärnu", "Pécs",
    "Plzeň", "Poznań", "Praha", "Pruszków", "Québec", "Reykjavík", "Rīga", "Rožňava", "Rzeszów", "Saint-Étienne",
    "San José", "Santa Fe", "São Paulo", "Šiauliai", "Sighișoara", "Split", "Strängnäs", "Szczecin",
    "Székesfehérvár", "Tallinn", "Târgu Mureș", "Tartu", "Tirana", "Toruń", "Trier", "Trnava", "Tromsø",
    "Überlingen", "Ústí nad Labem", "Valletta", "Västerås", "Vilnius", "Vlorë", "Wałbrzych", "Warszawa", "Würzburg",
    "Zürich", "Žilina", "Zagreb", "Żywiec", "Seoul", "Busan", "Incheon", "Daegu", "Gwangju", "Jeju", "Suwon",
    "Tokyo", "Osaka", "Manila", "Jakarta", "Bangkok", "Ulaanbaatar", "Tashkent", "Phnom Penh", "Colombo",
    "Kathmandu", "Dhaka", "Karachi", "Lagos", "Accra", "Nairobi", "Cairo", "Toronto", "Denver", "Springfield",
    "Anytown", "Helena, MT", "Albany, NY", "Austin, TX", "Sacramento, CA", "Orlando, FL", "Salem, OR",
    "Deutschland", "Österreich", "España", "France", "Italia", "Polska", "Česko", "Slovensko", "Türkiye",
    "Việt Nam", "Nederland", "Schweiz", "Suisse", "Svizzera", "Latvija", "Lietuva", "Shqipëria",
];

/// Streets, with a place for the number left out.
#[rustfmt::skip]
pub(crate) const STREETS: &[&str] = &[
    "Main Street", "Elm St", "Oak Avenue", "High Street", "Church Lane", "Park Road", "Station Rd", "Maple Dr",
    "Sunset Blvd", "Hauptstraße", "Bahnhofstraße", "Gartenweg", "Lindenallee", "Am Mühlbach", "Schloßplatz",
    "Rue de l'Église", "Rue des Écoles", "Avenue de la République", "Boulevard Voltaire", "Place du Marché",
    "Chemin des Prés", "Calle Mayor", "Avenida de la Constitución", "Plaza de España", "Paseo del Río",
    "Camino Viejo", "Via Garibaldi", "Corso Umberto", "Piazza della Libertà", "Via dei Tigli", "Rua das Flores",
    "Avenida São João", "Travessa do Carmo", "Dorpsstraat", "Kerkstraat", "Molenweg", "Kirkegade", "Storgata",
    "Møllevej", "Storgatan", "Björkvägen", "Kungsgatan", "Mannerheimintie", "Mäkelänkatu", "Pikk tänav",
    "Brīvības iela", "Gedimino pr.", "ul. Długa", "ul. Świętokrzyska", "al. Niepodległości", "Náměstí Míru",
    "Dlouhá třída", "Hviezdoslavova", "Kossuth utca", "Petőfi tér", "Strada Unirii", "Bulevardul Ștefan",
    "Trg slobode", "Ulica lipa", "Slovenska cesta", "Rruga e Durrësit", "Atatürk Caddesi", "Çiçek Sokak",
    "Triq ir-Repubblika", "Sráid na Trá", "Đường Trần Phú", "Phường Bến Nghé", "Quận Hoàn Kiếm", "Jalan Merdeka",
    "Jl. Sudirman", "Laugavegur", "Teheran-ro", "Sejong-daero", "Gangnam-gu", "Mapo-gu", "Yeonsu-gu",
];

/// Months, short and long, of many languages. Closed: none is held out.
#[rustfmt::skip]
pub(crate) const MONTHS: &[&str] = &[
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "January", "February",
    "March", "April", "June", "July", "August", "September", "October", "November", "December", "janvier",
    "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    "Januar", "Jänner", "Februar", "März", "Mai", "Juni", "Juli", "Oktober", "Dezember", "enero", "febrero",
    "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre", "janeiro",
    "fevereiro", "março", "maio", "junho", "julho", "setembro", "outubro", "dezembro", "januari", "februari",
    "maart", "augustus", "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia",
    "września", "października", "listopada", "grudnia", "ledna", "února", "března", "dubna", "května", "června",
    "července", "srpna", "září", "října", "listopadu", "prosince", "január", "február", "március", "április",
    "május", "június", "július", "augusztus", "szeptember", "október", "ianuarie", "februarie", "iunie", "iulie",
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
    "JANV", "FÉVR", "AVR", "JUIL", "AOÛT", "DÉC", "MÄR", "MAI", "OKT", "DEZ", "ENE", "ABR", "AGO", "DIC", "FEV",
    "SET", "OUT",
];

/// Words of small print.
#[rustfmt::skip]
pub(crate) const WORDS: &[&str] = &[
    "the", "bearer", "is", "required", "to", "carry", "this", "card", "at", "all", "times", "property", "of",
    "government", "return", "any", "post", "office", "if", "found", "not", "valid", "for", "travel", "without",
    "endorsement", "organ", "donor", "lenses", "corrective", "under", "21", "until", "veteran", "class", "motor",
    "vehicle", "limited", "term", "federal", "limits", "apply", "le", "titulaire", "est", "autorisé", "à",
    "séjourner", "dans", "nur", "gültig", "mit", "amtlichem", "Lichtbildausweis", "válido", "para", "viajar", "al",
    "extranjero", "questo", "documento", "è", "proprietà", "dello", "stato", "wszystkie", "dane", "są", "zgodne",
    "průkaz", "je", "platný", "v", "celé", "Evropě", "kártya", "nem", "átruházható", "acest", "act", "este",
    "valabil", "pe", "teritoriul", "kortet", "er", "gyldigt", "i", "alle", "lande", "kortti", "on", "voimassa",
    "kõikides", "riikides", "geçerli", "değildir", "thẻ", "này", "có", "giá", "trị", "trên", "toàn", "quốc",
    "notify", "change", "address", "within", "fourteen", "days",
];
