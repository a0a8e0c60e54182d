"""Changes out of line, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from moibench.engine.outlying import centre_and_spread, modified_z, yearly_log_changes


def test_the_modified_z_score_of_iglewicz_and_hoaglin() -> None:
    """0.6745 × (8.2 − 2.45) ÷ 0.15: the median and the MAD of a sample with two outliers."""
    sample = np.array([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3])
    centre, spread, number = centre_and_spread(sample[:, None])
    assert number.tolist() == [10]
    assert centre[0] == pytest.approx(2.45)
    assert spread[0] == pytest.approx(1.4826 * 0.15)
    z = modified_z(np.array([8.2]), centre, spread, 0.0)
    assert z[0] == pytest.approx(0.6745 * (8.2 - 2.45) / 0.15, rel=1e-4)


def test_the_spread_is_never_below_the_least() -> None:
    centre, spread, _ = centre_and_spread(np.ones((5, 1)))
    assert modified_z(np.array([1.3]), centre, spread, 0.1)[0] == pytest.approx(3.0)


def test_changes_are_a_year_and_skip_gaps_breaks_and_zeros() -> None:
    years = np.arange(2010, 2016)
    values = np.array([[100, 100], [np.nan, 0], [121, 50], [133.1, 55], [200, 60], [220, 66]])
    changes, before = yearly_log_changes(values.astype(float), years, breaks=(2014,))
    assert changes[2, 0] == pytest.approx(np.log(1.1))  # over two years
    assert before[2].tolist() == [0, 1]
    assert np.isnan(changes[[1, 2], 1]).all()  # to and from zero
    assert np.isnan(changes[4]).all()  # across the break
    assert changes[5].tolist() == pytest.approx([np.log(1.1)] * 2)


def test_an_empty_column_has_no_centre() -> None:
    centre, spread, number = centre_and_spread(np.full((3, 1), np.nan))
    assert np.isnan(centre[0])
    assert np.isnan(spread[0])
    assert number[0] == 0
