import re
from xml.etree import ElementTree as ET

import numpy as np
from bench.plots import calibration, found_by_rate
from bench.rankings import Bin, Pairs

BINS = {"all <names>": [Bin(9, 0.1, 0.0), Bin(3, 0.9, 1.0)]}
NAMED = re.compile(r"\}text$")


def words(plot):
    return [element.text for element in ET.fromstring(plot).iter() if NAMED.search(element.tag)]


def test_a_plot_is_whole_xml_and_names_its_lines():
    assert "all <names>" in words(calibration("Title", BINS))


def test_the_same_figures_give_the_same_plot():
    assert calibration("Title", BINS) == calibration("Title", BINS)


def test_rates_are_marked_as_one_in_so_many():
    pairs = Pairs.of_pairs(np.array([0.9, 0.1]), np.array([True, False]))
    assert {"1 in 100,000", "1 in 100"} <= set(words(found_by_rate("Title", {"M1": pairs})))
