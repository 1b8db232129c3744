"""The words of fingerprints: 256 in each of three languages, one for each value of a byte.

Short names of things that one shows to a child, chosen so that no two are spelled or sound alike on a bad line: two
words of one language differ in two letters at least, and a word whose vowels alone tell it from another is not here.
None is a person's name. A word never changes its place: a fingerprint is read aloud for years.

>>> spoken(bytes([0, 255]), "en")
('acorn', 'shirt')
"""

from collections.abc import Mapping

ARABIC = """
أبيض أحمر أخضر أخطبوط أذن أرز أرنب أزرق أسبوع أسود أصفر أغنية ألوان أنف إبرة إبريق إسمنت إشارة إصبع إوزة بئر
باب باذنجان ببغاء بحيرة بذرة برتقال برق بريد بصل بطارية بطاطا بطة بطيخ بعوضة بلاستيك بوصلة بيضة تفاح تلفاز
تلميذ تمثال تمر تمساح توت تين ثعلب ثلج ثوم جبن جدار جراد جريدة جزيرة جسر جلد جناح جورب جيب حاسوب حافر حافلة
حجارة حديد حديقة حذاء حرف حرير حزام حصان حطب حقيبة حليب حمص حوض خبز خريطة خريف خزانة خشب خوخ خيار خيط دائرة
دخان دراجة درج دفتر دقيقة دلفين دلو دواء ديك ذهب رخام رسالة رقبة رقم رمان رمل ريح زبدة زجاج زرافة زعتر زنجبيل
زيت زيتون سؤال سائق ساعة ساقية سبورة سجادة سحلية سفينة سقف سلحفاة سلّم سمكة سنة سور سيارة سينما شاشة شاطئ شباك
شتاء شجرة شراع شعير شمعة شهر شوكة صابون صاروخ صبار صحراء صحن صندوق صورة صيدلية صيف ضفدع طابعة طاولة طباشير طبل
طريق طماطم طوب عجلة عجين عدس عصفور عصير عظم عقد عنب عنكبوت غابة غراء غرفة غصن غيمة فانوس فحم فراشة فرشاة فرن
فستق فلفل فول قارب قبعة قدر قرع قصة قصدير قطار قطن قفل قلب قماش قمح قميص قهوة كأس كتاب كتف كرة كرسي كعك كلمة
كمون كهرباء لسان لوحة ليل ليمون ماعز متحف مثلث مجداف محرك محطة مدرسة مذياع مرآة مربع مساء مستشفى مسرح مسطرة
مسمار مشط مشمش مصباح مصنع مطاط مطبخ مطرقة مظلة معطف معلم مفتاح مفك مقص مقلاة مكتبة ملح ملعب ملعقة ملفوف ممحاة
ممرضة منشفة منظار موجة موز موقد ميزان ميناء نافورة نحاس نخلة نظارة نعامة نعناع نفق نهار هاتف واحة ورشة وسادة
وقود
"""

FRENCH = """
abeille abricot accent acier adresse affiche agneau aiguille aile aliment alphabet ampoule ananas année
appareil arbre arc argent armoire arrosoir asperge assiette atelier autobus automne autruche avion avocat
bagage baguette balai balcon baleine banane bandage banque barrage bassin bateau beurre bijou billet biscuit
blouson blé bocal boisson bonbon bouche bougie boussole bouton boîte bracelet branche brique brosse buffet
bulle bureau béton cabane cadeau café cahier caillou caisse camion campagne canapé canard cannelle capitale
carotte carré cascade casque ceinture cerveau chanson chapeau charbon chaîne chemin chemise cheval chiffre
chocolat chèvre ciment cinéma cirque citron clavier cloche clou coffre colline colonne compas concert corbeau
corde costume coton couleur couloir couronne coussin couteau crayon cuillère cuisine cuivre dauphin dentiste
dessin dimanche docteur domino drapeau désert encre escalier escargot espace estomac fabrique facteur farine
fauteuil fenêtre ferme feuille ficelle fleuve flûte fontaine forêt fourmi fraise fromage fruit fumée galerie
gant garage genou girafe glace globe gomme goudron gourde grange grillon guitare herbe histoire hiver horloge
huile huître hérisson hôpital igloo immeuble insecte jambe jardin jaune journal jupe laine lait langue lapin
lettre lion livre loup lumière lunette légume lézard machine magasin maison manche manteau matelas matin maïs
melon mercure meuble midi miel minute miroir montagne montre morceau moteur moulin mur musique musée médaille
métal navire neige nid noisette nombre nuage oignon oiseau orage oreiller orteil outil ovale palais palmier
panier pantalon papillon parfum pastèque peigne pelouse pendule persil phare photo piano pigeon pilote pinceau
pirogue pistache écharpe échelle école écorce écran écureuil éléphant épaule épice épingle éponge étagère
étoile évier
"""

ENGLISH = """
acorn address airport almond anchor animal answer apple apron arrow artist atlas avenue bakery ball bamboo
banana bandage barley barn basket bath battery beach bean bicycle bird blanket blossom boat bone book bottle
box branch brass bread brick bridge broom bucket building butter button cabin cable cactus calendar camel
camera candle canoe canvas carpet carrot castle ceiling cement chain chalk cheese cherry chicken chimney
circle circus citrus clock cloud coffee collar column compass copper cotton cradle crayon cricket crown cube
cucumber cup curtain cushion dance deer desert dinner dish doctor dolphin dozen dragon drawer dream dress duck
dust eagle earth echo egg elbow elephant engine evening factory farmer feather ferry field finger fire flag
flower flute foam folder foot forest fork fountain frog fruit furnace garage garlic gate giraffe glass globe
gold goose granite grape guitar hammer hand harbour harvest hat hen herb hill hockey honey horn horse hospital
hotel ice ink insect island jacket jar jeans jelly juice jungle kettle key kitchen kite ladder lake lamp
lantern laundry leaf lemon letter library lion lizard lobster lunch magnet mango tent marble market mattress
meadow medal melon milk minute mirror month moon morning mosaic mouse museum mushroom napkin needle nephew
nest north notebook nut oasis ocean office oil onion orange orchard oven paddle paint palace palm panther
paper parade passage peanut pebble pencil piano pigeon pillow pilot pipe planet plate pocket potato powder
pumpkin puzzle pyramid quarter radio rain ribbon ring river road roof rope rubber ruler sailor salad salt
saucer school scissors sea shadow sheep shirt
"""

LISTS: Mapping[str, tuple[str, ...]] = {
    "ar": tuple(ARABIC.split()),
    "fr": tuple(FRENCH.split()),
    "en": tuple(ENGLISH.split()),
}
"""The words of each language, by its code, in the order of the bytes."""


def spoken(data: bytes, language: str) -> tuple[str, ...]:
    """The word of each byte, in a language of `LISTS`."""
    return tuple(LISTS[language][byte] for byte in data)
