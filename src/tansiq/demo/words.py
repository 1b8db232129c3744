"""The words that invented people are named with, as they sound (see `letters`).

Given names are ordinary words of the language. Family names are not: they come of lanterns, whales, umbrellas and
comets, so that a whole name is nobody's. A form after `|` is how the name is said in the Maghreb, which Latin spellings
follow.
"""

MALE = tuple(
    """
    muHammad 'aHmad maHmUd HAmid HamId muSTafY EalI Hasan Husayn Eumar EuvmAn xAlid walId saEId saEd masEUd
    salIm sAlim sAmI samIr karIm kamAl jamAl jalAl jaEfar jAbir jibrIl rafIq ra$Id rA$id ramaDAn|ramDAn riyAD
    rabIE rAbiH ra'Uf riDA zakariyyA zuhayr ziyAd zayd $aEbAn $arIf $Akir SAliH SAbir SAdiq TAriq TAhir EAdil
    EAmir EazIz EimAd EiSAm EabbAs EammAr fArUq fAris fatHI fawzI fu'Ad faySal farId faraj qAsim luTfI mAhir
    mAlik majId mAjid murAd muxtAr munIr mahdI mUsY mabrUk miftAH nabIl nAdir na*Ir naSIr nASir najIb naEIm
    nizAr nAjI hi$Am hAnI hArUn hAdI HAtim HabIb HakIm Hamzap HilmI HammAdI yAsIn yAsir yaHyY yUsuf|yUsif
    yUnus|yUnis yaEqUb wasIm waHId wajdI 'amIn 'anwar 'anIs 'ayman 'ayyUb 'ibrAhIm|brAhIm 'ismAEIl|smAEIl
    'ilyAs|lyAs 'idrIs|drIs 'isHAq 'usAmap bilAl ba$Ir bAdIs bAsim tawfIq tamIm Tayyib vAmir junayd xalIl
    xalIfap xamIs dAwUd sufyAn sulaymAn|slImAn sirAj SafwAn qays kAmil laxDar laErabI|larbI lamIn balqAsim
    bUEalAm bUjamEap bUbakr|bUbakir maxlUf miSbAH SAfI zahIr $AhIn
    """.split()  # noqa: SIM905 # words read better than quotation marks
)
COMMON = ("muHammad", "'aHmad", "EalI", "Eumar", "karIm", "yUsuf|yUsif", "fATimap|fATmap", "maryam", "xadIjap")
"""Names that many bear: they stand eight times more in the draw."""
SERVANTS = tuple(
    """
    qAdir raHmAn raHIm karIm EazIz salAm nASir HamId HakIm majId laTIf razzAq wahhAb|waHHAb jabbAr jalIl mAlik
    ganI Haqq nUr fattAH allAh
    """.split()  # noqa: SIM905 # words read better than quotation marks
)
"""What follows "abd al-" in given names."""
OF_FAITH = tuple(
    """
    nUr sayf jamAl xayr badr $ams Eizz SalAH HusAm EimAd EalA' naSr najm kamAl zayn bahA' DiyA'
    """.split()  # noqa: SIM905 # words read better than quotation marks
)
"""What stands before "al-din" in given names."""
FEMALE = tuple(
    """
    fATimap|fATmap EA'i$ap xadIjap zaynab maryam xawlap HafSap HanAn hudY laylY salwY salmY samIrap sAmiyap
    suEAd sanA' sArap nawAl najAp HayAp najwY nAdiyap nabIlap naEImap nUrap HUriyyap wardap wafA' wisAm yAsmIn
    yusrY yamInap zahrA'|zaHrA' zuhrap zakiyyap zubaydap $aymA' $Afiyap $arIfap SAliHap SAbrIn SabAH EafAf
    EalyA' EazIzap faDIlap fayrUz fatIHap fawziyyap farIdap laTIfap lubnY lamyA'|lAmyA' lInA malIkap manAl munY
    munyap mufIdap mabrUkap masEUdap najIbap najmap nisrIn nafIsap hAjar hAlap hanA' hind hibap hiyAm rabIEap
    raDiyap rajA' raHmap rAniyap rIm ruqayyap zulayxap jamIlap jawharap jihAn gAliyap ganiyyap xayrap dalIlap
    dunyA 'asmA' 'amInap 'AmAl 'amIrap 'Asiyap 'ilhAm 'ImAn ibtisAm intiSAr bahiyyap ba$Irap bu$rY basmap
    vurayyap HalImap HabIbap HasnA' HasIbap Safiyyap sakInap sIrIn sihAm
    """.split()  # noqa: SIM905 # words read better than quotation marks
)
STEMS = tuple(
    """
    fAnUs qindIl bUSalap $irAE mijdAf manArap mawjap zawraq safInap buHayrap $allAl jadwal yanbUE nAEUrap
    TAHUnap dUlAb mijhar mirqAb Eadasap zujAj kirkaddan zumurrud qaSdIr nujUm kawkab mu*annab sadIm majarrap
    nayzak $afaq gasaq saHAbap gaymap DabAb barq raEd EASifap zawbaEap quzaH valj barad sarAb Sadafap
    wAHAt kavIb rimAl Saxrap kahf haDabap naxIl EarEar Sanawbar ballUT rummAn mi$mi$ sabAnax bunduq fustuq
    qirfap zaEfarAn kammUn naEnAE Habaq banafsaj 'uqHuwAn zanbaq qaranful narjis hudhud nawras laqlaq nuHAm
    baTrIq TAwUs farA$ap qunfu* sinjAb zarAfap dulfIn fanak naHlap EankabUt HalazUn miZallap bAlUn kamAn nAqUs
    qarnabIT bA*injAn miHbarap mirwaHap 'ibrIq finjAn milEaqap qubbaEap jawrab qabqAb mibxarap SundUq $amEap
    $amEadAn miTraqap min$Ar qArib mizmAr bUqAl baTTIx xarITap 'axTabUT salTaEUn DifdaE miETaf $ubbAk mizlAj
    gurbAl bajaE miqaSS barrAd kaskAs miHrAv zallIj Hajal fuqmap bisbAs
    """.split()  # noqa: SIM905 # words read better than quotation marks
)
"""What families are named after."""

PLACES = tuple(
    tuple(cell.strip() for cell in line.split(" / "))
    for line in """
    DZ / واحة النخيل الزرقاء / Oasis-la-Bleue / Wahat al-Nakhil al-Zarqa
    DZ / عين الفوانيس / Aïn El Fouanis / Ain al-Fawanis
    DZ / وادي النجوم / Oued Ennoudjoum / Wadi al-Nujum
    DZ / برج السراب / Bordj Essarab / Burj al-Sarab
    DZ / قصر الغيوم / Ksar El Ghioum / Qasr al-Ghuyum
    DZ / حاسي القناديل / Hassi El Kenadil / Hasi al-Qanadil
    DZ / سيدي بوصلة / Sidi Boussla / Sidi Busala
    DZ / جبل المذنب / Djebel El Moudhaneb / Jabal al-Mudhannab
    DZ / تل الفراشات / Tell El Farachat / Tall al-Farashat
    DZ / بئر الهدهد / Bir El Houdhoud / Bir al-Hudhud
    DZ / مرسى الدلافين / Mers Eddelafine / Marsa al-Dalafin
    DZ / عين القنفذ / Aïn El Guenfoud / Ain al-Qunfudh
    DZ / وادي الصدى / Oued Essada / Wadi al-Sada
    DZ / بوطاووس / Bou Taous / Bu Tawus
    TN / رأس المنارة الخضراء / Ras El Mnara El Khadra / Ras al-Manara al-Khadra
    TN / هنشير الياسمين / Henchir Yasmine / Hinshir al-Yasmin
    TN / وادي المرايا / Oued El Maraya / Wadi al-Maraya
    TN / قصر الريح / Ksar Errih / Qasr al-Rih
    TN / سيدي شراع / Sidi Chiraa / Sidi Shira
    TN / برج النوارس / Borj Ennawares / Burj al-Nawaris
    TN / حمام الغيمة / Hammam El Ghima / Hammam al-Ghayma
    TN / عين الزمرد / Aïn Zomorrod / Ain al-Zumurrud
    TN / جزيرة الحلزون / Jezirat El Halazoun / Jazirat al-Halazun
    TN / نفطة الكواكب / Nefta El Kaouakeb / Nafta al-Kawakib
    TN / بئر السديم / Bir Essadim / Bir al-Sadim
    TN / تل السنجاب / Tell Essenjab / Tall al-Sinjab
    TN / منزل الناعورة / Menzel Ennaoura / Manzil al-Naura
    TN / شط المظلات / Chott El Mdhallat / Shatt al-Mizallat
    """.strip().splitlines()
)
"""Invented places: country, Arabic, French and English form."""
