"""Charts for documents: specs that stand still, and their rendering."""

from moibench.presentation.pictures.frame import Picture
from moibench.presentation.pictures.indicators import dimension_picture, trend_picture
from moibench.presentation.pictures.nodes import level_picture, rank_picture
from moibench.presentation.pictures.render import render_png
from moibench.presentation.pictures.typeset import picture_png

__all__ = [
    "Picture",
    "dimension_picture",
    "level_picture",
    "picture_png",
    "rank_picture",
    "render_png",
    "trend_picture",
]
