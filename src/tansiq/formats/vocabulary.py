"""The words of registers for our closed lists, in Arabic, French and English, and for the names of columns.

Wire values are always understood. The words on our own pages are `web`'s; these are the words that others write.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from tansiq.domain.edition import Target
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.notice import DocumentType, Sex
from tansiq.domain.offence import Caution, Measure, Offence

E = TypeVar("E", bound=StrEnum)
FOLDS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ـ": None})

WORDS: Mapping[StrEnum, str] = MappingProxyType(
    {
        Sex.FEMALE: "f,femme,feminin,féminine,woman,female,أنثى,انثى,امرأة,مؤنث",
        Sex.MALE: "m,h,homme,masculin,man,male,ذكر,رجل,مذكر",
        Offence.ARMED_GROUP: "armed group,groupe armé,appartenance à un groupe armé,"
        "membership of an armed group,جماعة مسلحة,الانتماء إلى جماعة مسلحة",
        Offence.ATTACK: "attack,attentat,attaque,هجوم,اعتداء",
        Offence.TRAVEL: "travel,voyage,départ vers une zone de combat,foreign travel,سفر,السفر إلى مناطق القتال",
        Offence.TRAINING: "training,entraînement,formation,تدريب",
        Offence.RECRUITMENT: "recruitment,recrutement,تجنيد",
        Offence.FINANCING: "financing,financement,تمويل",
        Offence.INCITEMENT: "incitement,incitation,تحريض",
        Offence.LOGISTICS: "logistics,logistique,soutien logistique,إسناد,دعم لوجستي",
        Offence.WEAPONS: "weapons,arms,armes,trafic d'armes,أسلحة,تهريب أسلحة",
        Offence.ESCAPE: "escape,évasion,فرار,هروب",
        Offence.LISTED_ABROAD: "listed abroad,inscrit à l'étranger,sanctions,مدرج في الخارج,مدرج في قائمة أجنبية",
        Offence.PROTECTION: "protection,حماية",
        Measure.ARREST: "arrest,arrestation,interpeller,توقيف,قبض,إلقاء القبض",
        Measure.LOCATE: "locate,localisation,localiser,تحديد المكان,تحديد مكان",
        Measure.JUDICIAL_PROCEDURE: "judicial procedure,procédure judiciaire,إجراء قضائي",
        Measure.INQUIRY_CHECK: "inquiry check,contrôle d'investigation,تدقيق",
        Measure.DISCREET_CHECK: "discreet check,contrôle discret,مراقبة سرية,تدقيق سري",
        Measure.REFUSE_ENTRY: "refuse entry,refus d'entrée,refuser l'entrée,travel ban,منع الدخول",
        Measure.PROTECT: "protect,protéger,حماية",
        Caution.ARMED: "armed,armé,مسلح",
        Caution.VIOLENT: "violent,violente,عنيف",
        Caution.EXPLOSIVES: "explosives,explosifs,متفجرات",
        Caution.ESCAPE_RISK: "escape risk,risque de fuite,risque d'évasion,خطر الفرار",
        Caution.SELF_HARM: "self harm,self-harm,risque suicidaire,إيذاء النفس",
        Caution.ILLNESS: "illness,malade,maladie,مرض,مريض",
        Caution.FALSE_DOCUMENTS: "false documents,faux documents,وثائق مزورة",
        Caution.WITH_CHILDREN: "with children,avec des enfants,معه أطفال",
        DocumentType.PASSPORT: "passport,passeport,جواز سفر,جواز",
        DocumentType.NATIONAL_ID: "national id,cni,cin,carte d'identité,بطاقة تعريف,بطاقة وطنية",
        DocumentType.RESIDENCE: "residence,titre de séjour,رخصة إقامة,بطاقة إقامة",
        DocumentType.OTHER: "other,autre,أخرى",
    }
)
YES = "1,yes,y,true,oui,o,vrai,نعم,x"
NO = "0,no,n,false,non,faux,لا"

COLUMNS: Mapping[Target, str] = MappingProxyType(
    {
        Target.REFERENCE: "reference,ref,référence,numéro,n°,no,number,id,num,dossier,رقم,المرجع,الرقم,رقم الملف",
        Target.NAME: "name,full name,nom complet,nom et prénom,nom et prénoms,nom prénom,"
        "الاسم بالفرنسية,الاسم اللاتيني",
        Target.NAME_ARABIC: "name arabic,arabic name,nom arabe,nom en arabe,"
        "الاسم,الاسم الكامل,الاسم بالعربية,الاسم واللقب",
        Target.GIVEN_NAME: "given name,first name,forename,prénom,prénoms,الاسم الأول,الاسم الشخصي",
        Target.FATHER_NAME: "father name,father's name,nom du père,prénom du père,fils de,اسم الأب,ابن",
        Target.FAMILY_NAME: "family name,last name,surname,nom,nom de famille,اللقب,اسم العائلة",
        Target.ALIASES: "aliases,alias,aka,a.k.a.,surnom,surnoms,dit,أسماء أخرى,الكنية والألقاب,المعروف بـ,اسم مستعار",
        Target.KUNYA: "kunya,kounia,الكنية,كنية",
        Target.MAIDEN_NAME: "maiden name,nom de jeune fille,née,اللقب قبل الزواج",
        Target.BIRTH: "birth,birth date,date of birth,dob,date de naissance,né le,naissance,ddn,تاريخ الميلاد,الميلاد",
        Target.BIRTH_PLACE: "birth place,place of birth,pob,lieu de naissance,né à,مكان الميلاد,مكان الازدياد",
        Target.SEX: "sex,gender,sexe,genre,الجنس",
        Target.NATIONALITY: "nationality,nationalities,nationalité,nationalités,الجنسية,جنسية",
        Target.PASSPORT: "passport,passport number,passeport,n° passeport,numéro de passeport,جواز السفر,رقم الجواز",
        Target.NATIONAL_ID: "national id,id number,identity card,cin,cni,nin,carte d'identité,n° cin,بطاقة التعريف,"
        "رقم التعريف,رقم التعريف الوطني",
        Target.OTHER_DOCUMENT: "other document,other documents,autre document,autres documents,documents,وثائق أخرى",
        Target.DESCRIPTION: "description,remarks,comments,notes,observations,remarques,signalement,ملاحظات,الأوصاف",
        Target.LISTED_ON: "listed on,date listed,date d'inscription,inscrit le,تاريخ الإدراج",
        Target.OFFENCE: "offence,offense,crime,infraction,motif,chef d'inculpation,الجريمة,التهمة",
        Target.MEASURE: "measure,action,mesure,conduite à tenir,الإجراء,التدبير",
        Target.AUTHORITY: "authority,issuing authority,autorité,juridiction,tribunal,السلطة,الجهة المصدرة,المحكمة",
        Target.BASIS: "basis,legal basis,base légale,mandat,warrant,n° mandat,الأساس القانوني,رقم الأمر",
        Target.BASIS_DATE: "basis date,warrant date,date du mandat,تاريخ الأمر",
        Target.THRESHOLD: "threshold,facts,faits,seuil,exposé des faits,الوقائع",
        Target.CAUTIONS: "cautions,caution,warnings,précautions,dangerosité,تحذيرات",
        Target.MINOR: "minor,mineur,قاصر",
        Target.REVIEWER: "reviewer,réviseur,responsable de la révision,المراجع",
        Target.REVIEW_ON: "review on,review date,date de révision,à réviser le,تاريخ المراجعة",
        Target.ENDS_ON: "ends on,end date,expires,expiry,date de fin,fin,valable jusqu'au,تاريخ الانتهاء",
    }
)


def fold(words: str) -> str:
    """The words without case, accents, Arabic variants and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words.translate(FOLDS)) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def _by_word(words: Mapping[E, str]) -> Mapping[str, E]:
    known = {fold(word): member for member, listed in words.items() for word in listed.split(",")}
    return MappingProxyType({**known, **{fold(member.value): member for member in words}})


CHOICES: Mapping[type[StrEnum], Mapping[str, StrEnum]] = MappingProxyType(
    {
        kind: _by_word({member: words for member, words in WORDS.items() if isinstance(member, kind)})
        for kind in (Sex, Offence, Measure, Caution, DocumentType)
    }
)
FLAGS: Mapping[str, bool] = MappingProxyType(
    {fold(word): value for words, value in ((YES, True), (NO, False)) for word in words.split(",")}
)
TARGETS = _by_word(COLUMNS)


def read_choice(field: str, words: str, kind: type[E]) -> E:
    """The member of a closed list that a wire value or a word names.

    Raises:
        InvalidError: if it names none.
    """
    found = CHOICES[kind].get(fold(words))
    if not isinstance(found, kind):
        raise InvalidError(field, Problem.NOT_IN_LIST, words)
    return found


def read_flag(field: str, words: str) -> bool:
    """Yes or no.

    Raises:
        InvalidError: if it is neither.
    """
    found = FLAGS.get(fold(words))
    if found is None:
        raise InvalidError(field, Problem.NOT_IN_LIST, words)
    return found


def find_target(column: str) -> Target | None:
    """What a column of this name fills, or `None`."""
    return TARGETS.get(fold(column))
