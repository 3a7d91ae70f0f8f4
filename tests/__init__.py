"""The tests. No abstracts that the user of this machine keeps shall show in the sites that they build."""

import os

os.environ["PAPERS_ABSTRACTS"] = ""
