# ruff: noqa: E501 - one state, one line
"""From the names of states, as lists and registers write them, to ISO 3166-1 alpha-2.

The table holds for each state: alpha-2, alpha-3, then English | French | Arabic names and nationalities, several
separated by commas. Names and codes are facts of ISO 3166 and of the two languages' usage, written for this project.

>>> find_country("Algérienne"), find_country("جزائري"), find_country("Iran (Islamic Republic of)")
('DZ', 'DZ', 'IR')
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from tansiq.formats.vocabulary import fold

TABLE = """
AE ARE United Arab Emirates,UAE,Emirati|Émirats arabes unis,Émirats|الإمارات العربية المتحدة,الإمارات,إماراتي,إماراتية
AF AFG Afghanistan,Afghan|Afghanistan,Afghane|أفغانستان,أفغاني,أفغانية
AL ALB Albania,Albanian|Albanie,Albanais,Albanaise|ألبانيا,ألباني,ألبانية
AM ARM Armenia,Armenian|Arménie|أرمينيا
AO AGO Angola,Angolan|Angola|أنغولا
AR ARG Argentina|Argentine|الأرجنتين
AT AUT Austria,Austrian|Autriche,Autrichien|النمسا,نمساوي
AU AUS Australia,Australian|Australie,Australien,Australienne|أستراليا,أسترالي
AZ AZE Azerbaijan|Azerbaïdjan|أذربيجان
BA BIH Bosnia and Herzegovina,Bosnia,Bosnian|Bosnie-Herzégovine,Bosnie|البوسنة والهرسك,البوسنة,بوسني
BD BGD Bangladesh,Bangladeshi|Bangladesh|بنغلاديش
BE BEL Belgium,Belgian|Belgique,Belge|بلجيكا,بلجيكي,بلجيكية
BF BFA Burkina Faso,Burkinabe|Burkina Faso,Burkinabè|بوركينا فاسو
BG BGR Bulgaria,Bulgarian|Bulgarie|بلغاريا
BH BHR Bahrain,Bahraini|Bahreïn|البحرين,بحريني
BI BDI Burundi|Burundi|بوروندي
BJ BEN Benin|Bénin|بنين
BN BRN Brunei Darussalam,Brunei|Brunei|بروناي
BO BOL Bolivia,Bolivia (Plurinational State of)|Bolivie|بوليفيا
BR BRA Brazil,Brazilian|Brésil|البرازيل
BW BWA Botswana|Botswana|بوتسوانا
BY BLR Belarus,Belarusian|Biélorussie,Bélarus|بيلاروسيا
CA CAN Canada,Canadian|Canada,Canadien,Canadienne|كندا,كندي,كندية
CD COD Democratic Republic of the Congo,Congo Democratic Republic of the,DR Congo,DRC|République démocratique du Congo|جمهورية الكونغو الديمقراطية
CF CAF Central African Republic|République centrafricaine,Centrafrique|جمهورية أفريقيا الوسطى,أفريقيا الوسطى
CG COG Congo,Republic of the Congo,Congo Republic of the|Congo|الكونغو
CH CHE Switzerland,Swiss|Suisse|سويسرا,سويسري,سويسرية
CI CIV Côte d'Ivoire,Ivory Coast|Côte d'Ivoire|كوت ديفوار,ساحل العاج
CL CHL Chile|Chili|تشيلي
CM CMR Cameroon,Cameroonian|Cameroun|الكاميرون
CN CHN China,Chinese,People's Republic of China|Chine|الصين,صيني
CO COL Colombia,Colombian|Colombie|كولومبيا
CR CRI Costa Rica|Costa Rica|كوستاريكا
CU CUB Cuba,Cuban|Cuba|كوبا
CV CPV Cabo Verde,Cape Verde|Cap-Vert|الرأس الأخضر
CY CYP Cyprus,Cypriot|Chypre|قبرص
CZ CZE Czechia,Czech Republic|Tchéquie,République tchèque|التشيك
DE DEU Germany,German|Allemagne,Allemand,Allemande|ألمانيا,ألماني,ألمانية
DJ DJI Djibouti|Djibouti|جيبوتي
DK DNK Denmark,Danish|Danemark,Danois|الدنمارك,الدانمارك
DO DOM Dominican Republic|République dominicaine|جمهورية الدومينيكان
DZ DZA Algeria,Algerian,People's Democratic Republic of Algeria|Algérie,Algérien,Algérienne|الجزائر,جزائري,جزائرية
EC ECU Ecuador|Équateur|الإكوادور
EE EST Estonia|Estonie|إستونيا
EG EGY Egypt,Egyptian|Égypte,Égyptien,Égyptienne|مصر,مصري,مصرية
ER ERI Eritrea,Eritrean|Érythrée|إريتريا
ES ESP Spain,Spanish|Espagne,Espagnol,Espagnole|إسبانيا,إسباني,إسبانية
ET ETH Ethiopia,Ethiopian|Éthiopie|إثيوبيا
FI FIN Finland,Finnish|Finlande|فنلندا
FR FRA France,French|France,Français,Française|فرنسا,فرنسي,فرنسية
GA GAB Gabon,Gabonese|Gabon|الغابون
GB GBR United Kingdom,Great Britain,UK,British,United Kingdom of Great Britain and Northern Ireland|Royaume-Uni,Grande-Bretagne,Britannique|المملكة المتحدة,بريطانيا,بريطاني,بريطانية
GE GEO Georgia,Georgian|Géorgie|جورجيا
GH GHA Ghana,Ghanaian|Ghana|غانا
GM GMB Gambia,The Gambia|Gambie|غامبيا
GN GIN Guinea,Guinean|Guinée|غينيا
GQ GNQ Equatorial Guinea|Guinée équatoriale|غينيا الاستوائية
GR GRC Greece,Greek|Grèce|اليونان,يوناني
GT GTM Guatemala|Guatemala|غواتيمالا
GW GNB Guinea-Bissau|Guinée-Bissau|غينيا بيساو
GY GUY Guyana|Guyana|غيانا
HK HKG Hong Kong|Hong Kong|هونغ كونغ
HN HND Honduras|Honduras|هندوراس
HR HRV Croatia,Croatian|Croatie|كرواتيا
HT HTI Haiti,Haitian|Haïti|هايتي
HU HUN Hungary,Hungarian|Hongrie|المجر,هنغاريا
ID IDN Indonesia,Indonesian|Indonésie|إندونيسيا
IE IRL Ireland,Irish|Irlande|أيرلندا
IL ISR Israel,Israeli|Israël|إسرائيل
IN IND India,Indian|Inde|الهند,هندي
IQ IRQ Iraq,Iraqi|Irak,Iraq,Irakien,Irakienne|العراق,عراقي,عراقية
IR IRN Iran,Iranian,Iran (Islamic Republic of)|Iran,Iranien,Iranienne|إيران,إيراني,إيرانية
IS ISL Iceland|Islande|آيسلندا
IT ITA Italy,Italian|Italie,Italien,Italienne|إيطاليا,إيطالي,إيطالية
JM JAM Jamaica|Jamaïque|جامايكا
JO JOR Jordan,Jordanian|Jordanie,Jordanien,Jordanienne|الأردن,أردني,أردنية
JP JPN Japan,Japanese|Japon|اليابان
KE KEN Kenya,Kenyan|Kenya|كينيا
KG KGZ Kyrgyzstan,Kyrgyz|Kirghizistan|قيرغيزستان
KH KHM Cambodia|Cambodge|كمبوديا
KM COM Comoros,Comorian|Comores|جزر القمر
KP PRK Democratic People's Republic of Korea,North Korea,DPRK,Korea North|Corée du Nord,République populaire démocratique de Corée|كوريا الشمالية
KR KOR Republic of Korea,South Korea,Korea South|Corée du Sud|كوريا الجنوبية
KW KWT Kuwait,Kuwaiti|Koweït,Koweïtien|الكويت,كويتي,كويتية
KZ KAZ Kazakhstan|Kazakhstan|كازاخستان
LA LAO Laos,Lao People's Democratic Republic|Laos|لاوس
LB LBN Lebanon,Lebanese|Liban,Libanais,Libanaise|لبنان,لبناني,لبنانية
LK LKA Sri Lanka|Sri Lanka|سريلانكا
LR LBR Liberia,Liberian|Libéria|ليبيريا
LT LTU Lithuania|Lituanie|ليتوانيا
LU LUX Luxembourg|Luxembourg|لوكسمبورغ
LV LVA Latvia|Lettonie|لاتفيا
LY LBY Libya,Libyan,Libyan Arab Jamahiriya|Libye,Libyen,Libyenne|ليبيا,ليبي,ليبية
MA MAR Morocco,Moroccan|Maroc,Marocain,Marocaine|المغرب,مغربي,مغربية
MD MDA Moldova,Republic of Moldova|Moldavie|مولدوفا
ME MNE Montenegro|Monténégro|الجبل الأسود
MG MDG Madagascar|Madagascar|مدغشقر
MK MKD North Macedonia,Macedonia|Macédoine du Nord|مقدونيا الشمالية
ML MLI Mali,Malian|Mali,Malien,Malienne|مالي,مالية
MM MMR Myanmar,Burma|Birmanie|ميانمار
MN MNG Mongolia|Mongolie|منغوليا
MR MRT Mauritania,Mauritanian|Mauritanie,Mauritanien,Mauritanienne|موريتانيا,موريتاني,موريتانية
MT MLT Malta,Maltese|Malte|مالطا,مالطي
MU MUS Mauritius|Maurice|موريشيوس
MV MDV Maldives|Maldives|جزر المالديف
MX MEX Mexico,Mexican|Mexique|المكسيك
MY MYS Malaysia,Malaysian|Malaisie|ماليزيا
MZ MOZ Mozambique|Mozambique|موزمبيق
NA NAM Namibia|Namibie|ناميبيا
NE NER Niger,Nigerien|Niger,Nigérien,Nigérienne|النيجر,نيجري,نيجرية
NG NGA Nigeria,Nigerian|Nigéria,Nigerian|نيجيريا,نيجيري,نيجيرية
NI NIC Nicaragua|Nicaragua|نيكاراغوا
NL NLD Netherlands,The Netherlands,Dutch|Pays-Bas,Néerlandais,Néerlandaise|هولندا,هولندي,هولندية
NO NOR Norway,Norwegian|Norvège|النرويج
NP NPL Nepal|Népal|نيبال
NZ NZL New Zealand|Nouvelle-Zélande|نيوزيلندا
OM OMN Oman,Omani|Oman|عمان,سلطنة عمان,عماني
PA PAN Panama|Panama|بنما
PE PER Peru|Pérou|بيرو
PH PHL Philippines,Filipino|Philippines|الفلبين
PK PAK Pakistan,Pakistani|Pakistan,Pakistanais|باكستان,باكستاني
PL POL Poland,Polish|Pologne|بولندا
PS PSE State of Palestine,Palestine,Palestinian,West Bank,Region Gaza,Gaza|Palestine,Palestinien,Palestinienne|فلسطين,فلسطيني,فلسطينية
PT PRT Portugal,Portuguese|Portugal|البرتغال
PY PRY Paraguay|Paraguay|باراغواي
QA QAT Qatar,Qatari|Qatar|قطر,قطري
RO ROU Romania,Romanian|Roumanie|رومانيا
RS SRB Serbia,Serbian|Serbie|صربيا
RU RUS Russian Federation,Russia,Russian|Russie,Fédération de Russie|روسيا,روسيا الاتحادية,روسي
RW RWA Rwanda,Rwandan|Rwanda|رواندا
SA SAU Saudi Arabia,Saudi,Saudi Arabian|Arabie saoudite,Saoudien,Saoudienne|السعودية,المملكة العربية السعودية,سعودي,سعودية
SD SDN Sudan,The Sudan,Sudanese|Soudan,Soudanais,Soudanaise|السودان,سوداني,سودانية
SE SWE Sweden,Swedish|Suède,Suédois|السويد,سويدي
SG SGP Singapore|Singapour|سنغافورة
SI SVN Slovenia|Slovénie|سلوفينيا
SK SVK Slovakia|Slovaquie|سلوفاكيا
SL SLE Sierra Leone|Sierra Leone|سيراليون
SN SEN Senegal,Senegalese|Sénégal,Sénégalais,Sénégalaise|السنغال,سنغالي,سنغالية
SO SOM Somalia,Somali|Somalie|الصومال,صومالي
SR SUR Suriname|Suriname|سورينام
SS SSD South Sudan|Soudan du Sud|جنوب السودان
SV SLV El Salvador|Salvador|السلفادور
SY SYR Syrian Arab Republic,Syria,Syrian|Syrie,Syrien,Syrienne|سوريا,سورية,الجمهورية العربية السورية,سوري
TD TCD Chad,Chadian|Tchad,Tchadien,Tchadienne|تشاد,تشادي,تشادية
TG TGO Togo|Togo|توغو
TH THA Thailand,Thai|Thaïlande|تايلاند
TJ TJK Tajikistan,Tajik|Tadjikistan|طاجيكستان
TM TKM Turkmenistan|Turkménistan|تركمانستان
TN TUN Tunisia,Tunisian,Republic of Tunisia|Tunisie,Tunisien,Tunisienne|تونس,تونسي,تونسية
TR TUR Türkiye,Turkey,Turkish|Turquie,Turc,Turque|تركيا,تركي,تركية
TT TTO Trinidad and Tobago|Trinité-et-Tobago|ترينيداد وتوباغو
TW TWN Taiwan|Taïwan|تايوان
TZ TZA United Republic of Tanzania,Tanzania,Tanzanian|Tanzanie|تنزانيا
UA UKR Ukraine,Ukrainian|Ukraine|أوكرانيا
UG UGA Uganda,Ugandan|Ouganda|أوغندا
US USA United States of America,United States,USA,American|États-Unis,États-Unis d'Amérique,Américain,Américaine|الولايات المتحدة الأمريكية,الولايات المتحدة,أمريكي,أمريكية
UY URY Uruguay|Uruguay|أوروغواي
UZ UZB Uzbekistan,Uzbek|Ouzbékistan|أوزبكستان
VE VEN Venezuela,Venezuela (Bolivarian Republic of)|Venezuela|فنزويلا
VN VNM Viet Nam,Vietnam,Vietnamese|Viêt Nam|فيتنام
XK XKX Kosovo,Kosovar|Kosovo|كوسوفو
YE YEM Yemen,Yemeni|Yémen,Yéménite|اليمن,يمني,يمنية
ZA ZAF South Africa,South African|Afrique du Sud|جنوب أفريقيا
ZM ZMB Zambia|Zambie|زامبيا
ZW ZWE Zimbabwe|Zimbabwe|زيمبابوي
"""


def _read_table() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in TABLE.strip().splitlines():
        alpha2, alpha3, names = line.split(" ", 2)
        found.update({alpha2: alpha2, alpha3: alpha2})
        found.update((fold(word), alpha2) for word in re.split(r"[|,]", names))
    return MappingProxyType(found)


COUNTRIES = _read_table()
"""Alpha-2 by folded name or nationality, and by code in capitals ("na" is "not available", not Namibia)."""


def find_country(words: str) -> str | None:
    """The alpha-2 code of a state's name, nationality or code in Arabic, French or English, or `None`."""
    code = words.strip()
    return COUNTRIES.get(code if code.isupper() and code in COUNTRIES else fold(words))
