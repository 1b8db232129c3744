"""What registers say beside names: grounds, descriptions, courts; all invented, none about a belief or an opinion."""

from tansiq.domain.offence import Caution, Measure, Offence

THRESHOLDS = {
    Offence.ARMED_GROUP: (
        "Indices concordants d'appartenance à un groupe armé : logement, transferts et deux témoins.",
        "قرائن متطابقة على الانتماء إلى جماعة مسلحة: إيواء وتحويلات وشهادتان.",
    ),
    Offence.ATTACK: (
        "Traces relevées sur les lieux d'une attaque de l'exercice et correspondances téléphoniques.",
        "آثار رُفعت من مكان هجوم في إطار التمرين ومكالمات هاتفية.",
    ),
    Offence.TRAVEL: (
        "Voyage préparé vers une zone de combat : billets, contacts de passeurs, aveu d'un complice.",
        "سفر مُعدّ إلى منطقة قتال: تذاكر واتصالات بمهربين وإقرار شريك.",
    ),
    Offence.TRAINING: (
        "Séjour établi dans un camp d'entraînement, reconnu par trois témoins.",
        "إقامة ثابتة في معسكر تدريب تعرّف عليها ثلاثة شهود.",
    ),
    Offence.RECRUITMENT: (
        "Recrutement de deux personnes, messages versés au dossier.",
        "تجنيد شخصين، والرسائل مضمومة إلى الملف.",
    ),
    Offence.FINANCING: (
        "Collecte et remise de fonds à un groupe armé, quatre virements tracés.",
        "جمع أموال وتسليمها إلى جماعة مسلحة، أربع حوالات متتبعة.",
    ),
    Offence.INCITEMENT: (
        "Appels publics et répétés à commettre des meurtres, enregistrements versés au dossier.",
        "دعوات علنية متكررة إلى ارتكاب جرائم قتل، والتسجيلات في الملف.",
    ),
    Offence.LOGISTICS: (
        "Fourniture de véhicules et de vivres, véhicule saisi.",
        "توفير مركبات ومؤن، وحُجزت مركبة.",
    ),
    Offence.WEAPONS: (
        "Trafic d'armes et de munitions, saisie de six armes.",
        "الاتجار بالأسلحة والذخيرة، وحُجز ست قطع.",
    ),
    Offence.ESCAPE: (
        "Évasion d'un établissement pénitentiaire après condamnation définitive.",
        "الفرار من مؤسسة عقابية بعد حكم نهائي.",
    ),
    Offence.PROTECTION: (
        "Mineur en danger : emmené vers une zone de combat par un tiers.",
        "قاصر في خطر: نُقل إلى منطقة قتال من قبل الغير.",
    ),
}
"""Facts that reach the threshold, by offence, in French and in Arabic."""

OFFENCES = (
    *(Offence.ARMED_GROUP,) * 5,
    *(Offence.TRAVEL, Offence.LOGISTICS) * 3,
    *(Offence.ATTACK, Offence.FINANCING, Offence.WEAPONS) * 2,
    *(Offence.TRAINING, Offence.RECRUITMENT, Offence.INCITEMENT, Offence.ESCAPE),
)
MEASURES = (
    *(Measure.ARREST,) * 9,
    *(Measure.LOCATE, Measure.DISCREET_CHECK) * 3,
    *(Measure.JUDICIAL_PROCEDURE, Measure.INQUIRY_CHECK) * 2,
)
CAUTIONS = (
    (Caution.ARMED,),
    (Caution.ARMED, Caution.VIOLENT),
    (Caution.VIOLENT, Caution.ESCAPE_RISK),
    (Caution.EXPLOSIVES, Caution.ARMED),
    (Caution.ESCAPE_RISK,),
    (Caution.FALSE_DOCUMENTS,),
    (Caution.ILLNESS,),
    (Caution.SELF_HARM,),
    (Caution.WITH_CHILDREN,),
)

SIGNS = (
    ("cicatrice à la main gauche", "ندبة في اليد اليسرى"),
    ("tatouage d'une étoile à l'avant-bras", "وشم نجمة على الساعد"),
    ("boite légèrement", "عرج خفيف"),
    ("porte des lunettes", "نظارة طبية"),
    ("écrit de la main gauche", "الكتابة باليد اليسرى"),
    ("voix grave", "صوت غليظ"),
    ("il manque une phalange à l'index droit", "سلامية مبتورة في السبابة اليمنى"),
    ("aucun signe particulier", "لا علامات خاصة"),
)
TRADES = (
    ("atelier de cerfs-volants", "ورشة طائرات ورقية"),
    ("vente de lanternes", "بيع الفوانيس"),
    ("accord de luths", "ضبط الأعواد"),
    ("élevage d'escargots", "تربية الحلازين"),
    ("transport routier", "النقل البري"),
    ("mécanique", "الميكانيك"),
)


def describe(signs: tuple[int, int, int], *, arabic: bool) -> str:
    """A description.

    Args:
        signs: height in centimetres, a number among `SIGNS`, a number among `TRADES`.
        arabic: whether in Arabic, otherwise in French.
    """
    height, sign, trade = signs
    if arabic:
        return f"الطول نحو {height} سم، {SIGNS[sign][1]}. العمل: {TRADES[trade][1]}. (تمرين: شخص مخترع.)"
    metres = f"{height // 100},{height % 100:02}"
    return f"Taille {metres} m environ, {SIGNS[sign][0]}. Travail : {TRADES[trade][0]}. (Exercice : personne inventée.)"
