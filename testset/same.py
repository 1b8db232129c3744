"""Pairs of one person: what is hard in saying so."""

from dataclasses import replace

from tansiq.demo.habits import Tradition
from tansiq.demo.letters import SUN
from tansiq.demo.names import Shape
from tansiq.demo.spelling import Particle
from testset import facts
from testset.difficulty import Difficulty
from testset.pens import FRENCH, GERMAN, GULF, PLAIN, TURKISH
from testset.strokes import accented, bare, mistaken, of_the_maghreb, persian, slipped_letter, vowelled
from testset.writers import (
    UNDECIDABLE,
    abd_dropped,
    allah_split,
    arabic_right,
    born_name,
    changed,
    din_dropped,
    double,
    family_that,
    fathers_initial,
    given_that,
    initial,
    is_servant,
    joined_link,
    kunya_alone,
    kunya_in_parentheses,
    kunya_only,
    latin_pens,
    linked,
    married,
    married_name,
    mohamed,
    nickname,
    of_three,
    other_particle,
    pens_between,
    pens_in,
    plain,
    schoolbook,
    second_alias,
    shaped,
    simple_given,
    stroke,
    swapped,
    titled,
    two_registers,
    with_choices,
    with_kunya,
)

SPLIT, JOINED = {"ben": "ben ", "bou": "bou "}, {"ben": "ben", "bou": "bou"}
with_particle = family_that(lambda w: w.particle in (Particle.BEN, Particle.BOU))
with_article = family_that(lambda w: w.article)
with_sun = family_that(lambda w: w.article and w.root[0] in SUN and w.root[0] != "l")
SAME = (
    Difficulty(
        key="particle-joined",
        about="Ben Fanous / Benfanous, Bou Taous / Boutaous",
        prepare=with_particle,
        write=with_choices(SPLIT, JOINED, by_hand=("ben", "بن ", "بن")),
    ),
    Difficulty(key="particle-other", about="ben / bin / ibn, bou / abou", prepare=with_particle, write=other_particle),
    Difficulty(key="link-dropped", about="Ali ben Ahmed / Ali Ahmed", write=linked),
    Difficulty(key="link-joined", about="Ali ben Ahmed / Ali Benahmed", write=joined_link),
    Difficulty(
        key="article-joined",
        about="El Fanousi / Elfanousi",
        prepare=with_article,
        write=with_choices({"article": "el "}, {"article": "el"}),
    ),
    Difficulty(
        key="article-dropped",
        about="El Fanousi / Fanousi",
        prepare=with_article,
        write=with_choices({"article": "el "}, {"article": ""}, by_hand=("article", True, False)),
    ),
    Difficulty(
        key="article-elided",
        about="El Arari / Larari",
        prepare=family_that(lambda w: w.article and w.root[0] in "E'"),
        pens=latin_pens,
        write=with_choices({"article": "el "}, {"article": "l'"}),
    ),
    Difficulty(
        key="sun-letters",
        about="El Chiraa / Ech-Chiraa, al-Nujumi / An-Nujumi",
        prepare=with_sun,
        write=with_choices({"assimilated": False, "article": "el "}, {"assimilated": True, "article": "el-"}),
    ),
    Difficulty(key="father-dropped", about="the father's name on one side", write=shaped(Shape.FATHER, Shape.SHORT)),
    Difficulty(
        key="grandfather-dropped", about="the grandfather's name on one side", write=shaped(Shape.LONG, Shape.FATHER)
    ),
    Difficulty(key="family-dropped", about="the family's name on one side", write=shaped(Shape.LONG, Shape.NO_FAMILY)),
    Difficulty(
        key="french-english",
        about="French spelling against English",
        write=plain,
        pens=pens_between(FRENCH, (Tradition.ENGLISH,)),
    ),
    Difficulty(
        key="algerian-tunisian",
        about="two French spellings",
        write=plain,
        pens=pens_between((Tradition.ALGERIAN,), (Tradition.TUNISIAN,)),
    ),
    Difficulty(
        key="french-arabic",
        about="French spelling against Arabic",
        write=plain,
        pens=pens_between(FRENCH, None),
        count=200,
    ),
    Difficulty(
        key="english-arabic",
        about="English spelling against Arabic",
        write=plain,
        pens=pens_between((Tradition.ENGLISH,), None),
        count=200,
    ),
    Difficulty(key="gulf", about="Gulf spelling: bin, al, ee, oo", write=plain, pens=pens_in({}, GULF)),
    Difficulty(key="german", about="German spelling: sch, ch, dsch, j", write=plain, pens=pens_in(GERMAN, PLAIN)),
    Difficulty(key="turkish", about="Turkish spelling: ş, c, v, k", write=plain, pens=pens_in(TURKISH, PLAIN)),
    Difficulty(
        key="icao-latin",
        about="the letters of a machine-readable zone against French or English",
        write=plain,
        pens=pens_between((Tradition.ICAO,), (*FRENCH, Tradition.ENGLISH)),
    ),
    Difficulty(
        key="icao-arabic",
        about="the letters of a machine-readable zone against Arabic",
        write=plain,
        pens=pens_between((Tradition.ICAO,), None),
    ),
    Difficulty(key="kunya-only", about="kunya and family against name and kunya", write=kunya_only, share=1),
    Difficulty(
        key="kunya-alone",
        about="nothing but a kunya",
        write=kunya_alone,
        label=UNDECIDABLE,
        share=0,
    ),
    Difficulty(key="kunya-added", about="a kunya before or after the name", write=changed(with_kunya)),
    Difficulty(
        key="initial-of-father", about="Ali M. Fanousi / Ali Mabrouk Fanousi", pens=latin_pens, write=fathers_initial
    ),
    Difficulty(
        key="initial",
        about="M. Fanousi / Mabrouk Fanousi",
        pens=latin_pens,
        write=initial,
        names_label=UNDECIDABLE,
        facts=facts.of_day,
        share=1,
    ),
    Difficulty(key="order-swapped", about="Ali Fanousi / FANOUSI, Ali", write=swapped),
    Difficulty(key="order-of-three", about="Ali Ahmed Fanousi / Fanousi Ali Ahmed", write=of_three),
    Difficulty(
        key="given-glued",
        about="Mohamed Salah / Mohamedsalah",
        prepare=simple_given,
        write=double(lambda _, one, two: (f"{one} {two}", one + two.lower())),
    ),
    Difficulty(
        key="second-given-dropped",
        about="Ali Salah / Ali",
        prepare=simple_given,
        write=double(lambda _, one, two: (f"{one} {two}", one)),
    ),
    Difficulty(
        key="mohamed-dropped",
        about="Mohamed Salah / Salah",
        prepare=mohamed,
        write=double(lambda _, one, two: (f"{one} {two}", two)),
    ),
    Difficulty(
        key="abd-joined",
        about="Abd El Kader / Abdelkader",
        prepare=given_that(is_servant),
        write=with_choices({"abd": "abd el {}"}, {"abd": "abdel{}"}, by_hand=("abd", "عبد ", "عبد")),
    ),
    Difficulty(
        key="abd-dropped",
        about="Abdelkader / Kader",
        prepare=given_that(is_servant),
        write=changed(abd_dropped),
        names_label=UNDECIDABLE,
        facts=facts.of_day,
        share=1,
    ),
    Difficulty(
        key="eddine-joined",
        about="Nour Eddine / Noureddine, al-Din / uddin",
        prepare=given_that(lambda w: w.din),
        write=with_choices({"din": " al-din"}, {"din": "eddine"}),
    ),
    Difficulty(
        key="eddine-dropped",
        about="Noureddine / Nour",
        prepare=given_that(lambda w: w.din),
        write=changed(din_dropped),
    ),
    Difficulty(
        key="allah-joined",
        about="Abdallah / Abd Allah",
        prepare=given_that(lambda w: w.root == "allAh"),
        write=changed(allah_split),
    ),
    Difficulty(key="married-name", about="the husband's name added: épouse …", prepare=married, write=married_name),
    Difficulty(key="born-name", about="the name of birth added: née …", prepare=married, write=born_name),
    Difficulty(key="alias-in-parentheses", about="(alias …), dit …, المدعو", write=changed(nickname)),
    Difficulty(key="kunya-in-parentheses", about="(Abou …)", write=changed(kunya_in_parentheses)),
    Difficulty(key="title-added", about="Hadj, Cheikh, Dr …", write=changed(titled)),
    Difficulty(key="typing-error", about="one slip of the keyboard", write=changed(stroke(slipped_letter))),
    Difficulty(
        key="reading-error", about="letters misread by a machine: rn / m, l / 1, dots", write=changed(stroke(mistaken))
    ),
    Difficulty(
        key="persian-letters", about="ی and ک typed for ي and ك", pens=arabic_right, write=changed(stroke(persian))
    ),
    Difficulty(
        key="vowels-and-tatweel", about="vowel marks and tatweel", pens=arabic_right, write=changed(stroke(vowelled))
    ),
    Difficulty(
        key="maghreb-letters",
        about="ڨ, ڤ or گ for ق said as g",
        prepare=family_that(lambda w: "q" in w.root),
        pens=lambda dice: tuple(pen.with_habit(q="g") for pen in arabic_right(dice)),  # type: ignore[arg-type,return-value] # two pens
        write=changed(stroke(of_the_maghreb)),
    ),
    Difficulty(
        key="hamza-forms",
        about="أ / ا, ة / ه, ى / ي",
        prepare=lambda cast, dice, person: replace(person, given=cast.given(dice, lambda w: w.root[0] == "'")),
        pens=arabic_right,
        write=schoolbook,
    ),
    Difficulty(
        key="accents",
        about="accents and hyphens against capitals without them",
        pens=latin_pens,
        write=lambda dice, people, pens: (
            (accented(dice, pens[0].name(people[0])),),
            (bare(pens[1].name(people[0])),),
        ),
    ),
    Difficulty(key="two-registers", about="all of it, as two states write one person", write=two_registers, count=300),
    Difficulty(key="one-of-several", about="one of several names agrees", write=second_alias),
    Difficulty(
        key="births-swapped",
        about="day and month exchanged",
        prepare=lambda _, dice, person: facts.swappable(dice, person),
        write=plain,
        facts=facts.written_as(facts.swapped),
        share=1,
        can_be_equal=True,
    ),
    Difficulty(
        key="births-off-by-one",
        about="a day or a year more or less",
        write=plain,
        facts=facts.written_as(facts.off_by_one),
        share=1,
        can_be_equal=True,
    ),
    Difficulty(
        key="births-new-year",
        about="1 January for an unknown day",
        write=plain,
        facts=facts.written_as(facts.new_year),
        share=1,
        can_be_equal=True,
    ),
    Difficulty(
        key="births-partial",
        about="month, year or a range of years",
        write=plain,
        facts=facts.written_as(facts.partial),
        share=1,
        can_be_equal=True,
    ),
    Difficulty(
        key="document-miswritten",
        about="one digit of the passport wrong",
        write=plain,
        facts=facts.miswritten_document,
        share=1,
        can_be_equal=True,
    ),
)
"""What is hard in saying that two entries are one person; a few cannot be decided by names alone, or at all."""
