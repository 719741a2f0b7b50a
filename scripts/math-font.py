"""
Makes src/report/trace/font/mathematics.woff2: the characters of STIX Two Math that formulas of the lesson, the page and
the reference need, with the table MATH, so that brackets, roots and fractions grow. The licence stays in its names.

    npm pack @fontsource/stix-two-math && tar xzf fontsource-stix-two-math-*.tgz
    pip install fonttools brotli
    python scripts/math-font.py package/files/stix-two-math-latin-400-normal.woff2 package/LICENSE
"""

import os
import shutil
import sys
from string import ascii_letters, digits

from fontTools import subset

SIGNS = " .,:;!?=+-−±×⋅·⊙∘/<>≤≥≠≈()[]{}|‖∂∇′″√∞½…→←∑∏⊤ᵀ'\"%°∈"
GREEK = "Δαβγδεζηθκλμνξπρστφχψω"
# what browsers show for <mi> with one letter: italic letters have characters of their own
ITALIC = [*range(0x1D434, 0x1D468), 0x210E, *range(0x1D6FC, 0x1D716)]
FOLDER = "src/report/trace/font"


def main(font_path: str, licence_path: str) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    # copyright, family, version, licence and its address
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = subset.load_font(font_path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=ascii_letters + digits + SIGNS + GREEK, unicodes=ITALIC)
    subsetter.subset(font)
    # the time of making would change the file from run to run
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    os.makedirs(FOLDER, exist_ok=True)
    subset.save_font(font, f"{FOLDER}/mathematics.woff2", options)
    shutil.copyfile(licence_path, f"{FOLDER}/OFL.txt")


if __name__ == "__main__":
    main(*sys.argv[1:])
