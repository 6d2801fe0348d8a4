//! Word lists for invented people and states. Every holder drawn from them is fictional.

/// Family names in the letters of the zone (`<` for a space).
pub(crate) const SURNAMES: &[&str] = &[
    "ADAMS", "ABDULLAH", "AGUILAR", "AHMED", "ALVAREZ", "ANDERSSON", "ANTONOV", "ARSLAN", "BAKER", "BALOGH",
    "BARBOSA", "BAUER", "BECKER", "BELOV", "BERG", "BIANCHI", "BLANC", "BOGDANOVIC", "BONDARENKO", "BROWN",
    "CAMPBELL", "CARVALHO", "CASTRO", "CHAN", "CHEN", "CHOI", "CLARK", "COHEN", "COLOMBO", "CONTI", "COSTA", "CRUZ",
    "CZERWINSKI", "DAHL", "DE<LA<CRUZ", "DIAZ", "DIMITROV", "DUBOIS", "DUPONT", "DVORAK", "EKSTROM", "ELIAS",
    "ESPOSITO", "EVANS", "FAROOQ", "FERNANDEZ", "FERRARI", "FISCHER", "FLORES", "FONTAINE", "FRANCO", "FUJITA",
    "GARCIA", "GEORGIOU", "GOMEZ", "GONCALVES", "GREEN", "GUPTA", "GUZMAN", "HAAS", "HANSEN", "HARRIS", "HASSAN",
    "HERNANDEZ", "HOFFMANN", "HORVATH", "HUANG", "HUGHES", "IBRAHIM", "IVANOV", "JACKSON", "JANSEN", "JENSEN",
    "JOHANSSON", "JONES", "JOVANOVIC", "KANG", "KAPLAN", "KATZ", "KAUFMANN", "KELLER", "KHAN", "KIM", "KIPCHOGE",
    "KLEIN", "KOBAYASHI", "KOVACS", "KOWALCZYK", "KRASNIQI", "KUMAR", "KUZNETSOV", "LARSEN", "LAURENT", "LEBLANC",
    "LEE", "LEWANDOWSKI", "LINDQVIST", "LOPEZ", "LUNDGREN", "MACDONALD", "MARINO", "MARTIN", "MBEKI", "MEHTA",
    "MENDOZA", "MEYER", "MORALES", "MOREAU", "MULLER", "MURPHY", "NAGY", "NAKAMURA", "NASSER", "NGUYEN", "NIELSEN",
    "NOVAK", "NOWAK", "OCONNOR", "OKAFOR", "OLIVEIRA", "OLSEN", "ORTIZ", "OZTURK", "PAPADOPOULOS", "PARK", "PATEL",
    "PEREIRA", "PETROV", "PHAM", "PICARD", "POPESCU", "PRICE", "QUINN", "RAHMAN", "RAMIREZ", "REYES", "RICCI",
    "RODRIGUEZ", "ROMERO", "ROSSI", "RUIZ", "SAITO", "SALAZAR", "SANTOS", "SATO", "SCHMIDT", "SCHNEIDER", "SHARMA",
    "SHEVCHENKO", "SILVA", "SINGH", "SKOVGAARD", "SMIRNOV", "SMITH", "SOKOLOV", "SORENSEN", "STEWART", "SUZUKI",
    "SZABO", "TAKAHASHI", "TANAKA", "TAYLOR", "THOMAS", "TORRES", "TRAN", "TREMBLAY", "TURNER", "ULLAH", "URBAN",
    "VAN<DEN<BERG", "VARGA", "VASQUEZ", "VIDAL", "VOLKOV", "WAGNER", "WALKER", "WANG", "WEBER", "WHITE", "WILLIAMS",
    "WONG", "WRIGHT", "XU", "YAMAMOTO", "YANG", "YILDIZ", "YOUSSEF", "ZAFAR", "ZHANG", "ZIELINSKI", "ZIMMERMANN",
    "ZUBKOV",
];

/// Given names in the letters of the zone.
pub(crate) const GIVEN_NAMES: &[&str] = &[
    "AARON", "ABIGAIL", "ADRIAN", "AGNES", "AHMAD", "AIKO", "ALBERT", "ALEXANDRA", "ALICE", "AMELIE", "AMINA",
    "ANA<MARIA", "ANDREI", "ANITA", "ANTOINE", "ARTHUR", "ASTRID", "BARBARA", "BEATRIZ", "BENJAMIN", "BORIS",
    "BRIGITTE", "CARLOS", "CAROLINA", "CECILIA", "CHARLES", "CHIARA", "CLAUDIA", "DANIEL", "DARIA", "DAVID", "DEEPAK",
    "DIANA", "DMITRI", "DOMINIK", "EDUARDO", "ELENA", "ELIF", "EMILY", "EMMA", "ERIK", "EUN<JI", "EVA", "FATIMA",
    "FELIX", "FERNANDO", "FRANCESCA", "FREDERIK", "GABRIEL", "GEORGE", "GRACE", "GUILLAUME", "HANNAH", "HARUKI",
    "HASAN", "HELENA", "HENRY", "HUGO", "IBRAHIM", "IGOR", "INGRID", "IRENE", "ISABELLE", "IVAN", "JACOB",
    "JAN<PIETER", "JEAN<LUC", "JIHOON", "JOAO", "JOHN", "JORGE", "JOSEPHINE", "JULIA", "KAREN", "KATARZYNA", "KENJI",
    "KRISTINA", "LARS", "LAURA", "LEILA", "LEO", "LIAM", "LINDA", "LUCIA", "LUKAS", "MADELEINE", "MAGNUS", "MARCO",
    "MARGARET", "MARIE", "MARTA", "MATEO", "MAXIM", "MEI", "MICHAEL", "MIN<JUN", "MOHAMMED", "MONIKA", "NADIA",
    "NATALIA", "NICOLAS", "NINA", "NOAH", "OLGA", "OLIVER", "OMAR", "OSCAR", "PABLO", "PATRICIA", "PAUL", "PEDRO",
    "PETRA", "PHILIP", "PRIYA", "QUENTIN", "RACHEL", "RAFAEL", "REBECCA", "RICARDO", "ROBERT", "ROSA", "RUTH",
    "SAMUEL", "SANDRA", "SEBASTIAN", "SERGEI", "SEUNG<WOO", "SOFIA", "SOPHIE", "STEFAN", "SUSAN", "SVETLANA",
    "TAMARA", "TARIQ", "THERESA", "THOMAS", "TOMASZ", "URSULA", "VALENTIN", "VERA", "VICTOR", "VIKTORIA", "WALTER",
    "WEI", "WILLIAM", "XENIA", "YASMIN", "YUKI", "YUSUF", "ZACHARY", "ZEYNEP", "ZOE", "ZUZANA",
];

/// Words of overprints.
pub(crate) const GHOSTS: &[&str] = &[
    "SPECIMEN", "SPÉCIMEN", "MUSTER", "VOID", "SAMPLE", "UTOPIA", "REPUBLIC", "ESPAÑOL", "MUESTRA", "VZOR", "WZÓR",
    "ESEMPIO", "VALID", "DRAFT", "PASSPORT", "VISA", "IDENTITY",
];

/// Invented places.
pub(crate) const PLACES: &[&str] = &[
    "ZENITH", "NORTHAVEN", "PORT ELM", "SANTA ROSA", "LINDENAU", "MARISOL", "KARLSBRÜCK", "OSTERVIK", "VALMORA",
    "BRÁNICE", "ĽUBOVA", "KÖYLÜ", "SÃO BENTO", "ŻABIN", "TŐRÖK", "NEUMARKT", "PRIMROSE", "AALVIK", "TERRANOVA",
    "HALCYON",
];

/// Invented states.
pub(crate) const STATES: &[&str] = &[
    "Utopia", "Republic of Zenith", "Kingdom of Northmark", "Federation of Meridia", "République de Valmont",
    "Republik Lindau", "Reino de Solana", "Repubblica di Terranova", "Rzeczpospolita Borowa", "Vesprém Köztársaság",
    "Islands of Halcyon", "Oster Union", "Közép Állam", "Terra do Norte", "Länderbund Alben",
];

/// Document titles.
pub(crate) const TITLES: &[&str] = &[
    "PASSPORT", "PASSEPORT", "REISEPASS", "PASAPORTE", "PASSAPORTO", "PASZPORT", "IDENTITY CARD", "CARTE D'IDENTITÉ",
    "PERSONALAUSWEIS", "DOCUMENTO NACIONAL DE IDENTIDAD", "CARTA D'IDENTITÀ", "RESIDENCE PERMIT", "TITRE DE SÉJOUR",
    "AUFENTHALTSTITEL", "VISA", "PERMIS DE CONDUIRE", "DRIVING LICENCE", "FÜHRERSCHEIN", "TRAVEL DOCUMENT",
    "BORDER CARD", "SEAMAN'S BOOK", "LAISSEZ-PASSER", "ID KORTELĖ", "HENKILÖKORTTI", "ISIKUTUNNISTUS",
    "OSOBNÍ PRŮKAZ", "OBČIANSKY PREUKAZ", "SZEMÉLYAZONOSÍTÓ",
];

/// Field labels as documents print them.
pub(crate) const LABELS: &[&str] = &[
    "Surname/Nom", "Given names/Prénoms", "Nationality/Nationalité", "Date of birth/Date de naissance", "Sex/Sexe",
    "Place of birth/Lieu de naissance", "Date of issue/Date de délivrance", "Date of expiry/Date d'expiration",
    "Authority/Autorité", "Passport No./Passeport N°", "Type", "Code", "Personal No.", "Holder's signature",
    "Name/Namn", "Geburtsdatum", "Staatsangehörigkeit", "Apellidos", "Nombre", "Fecha de nacimiento", "Cognome",
    "Nome", "Luogo di nascita", "Nazwisko", "Imiona", "Data urodzenia", "Příjmení", "Jméno", "Sukunimi", "Etunimet",
    "Perekonnanimi", "Vezetéknév", "Születési idő", "Soyadı", "Adı", "Doğum tarihi", "Prezime", "Ime", "Priimek",
    "Height/Taille", "Domicile", "Residence", "Remarks", "Valid until", "Document No.", "1.", "2.", "3.", "4a.",
    "4b.", "5.", "9.",
];

/// Words for small print.
pub(crate) const PROSE: &[&str] = &[
    "THIS", "DOCUMENT", "REMAINS", "THE", "PROPERTY", "OF", "THE", "ISSUING", "STATE", "AND", "MUST", "BE",
    "RETURNED", "ON", "REQUEST", ".", "THE", "BEARER", "IS", "ALLOWED", "TO", "PASS", "FREELY", "WITHOUT", "LET",
    "OR", "HINDRANCE", "AND", "IS", "AFFORDED", "SUCH", "ASSISTANCE", "AND", "PROTECTION", "AS", "MAY", "BE",
    "NECESSARY", ".", "VALID", "FOR", "ALL", "COUNTRIES", "UNLESS", "OTHERWISE", "ENDORSED", ".", "ANY", "CHANGE",
    "OF", "ADDRESS", "MUST", "BE", "REPORTED", "WITHIN", "FOURTEEN", "DAYS",
];
