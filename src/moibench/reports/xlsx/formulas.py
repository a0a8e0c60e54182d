"""The engine's arithmetic as formulas of a spreadsheet, from the addresses of cells.

Only functions of Excel 2007 are used, none of them as an array formula. A missing number is an
empty cell or the text "", which ISNUMBER tells from a zero and SUMPRODUCT counts as nothing.
"""

from __future__ import annotations

NOISE = "1E-9"  # `engine.THRESHOLD_NOISE`, and the tolerance of ranks and levels


def indicator_score(value: str, zero: str, full: str) -> str:
    """Return the score 0–100 of a value between two goalposts, capped at both."""
    return f'=IF(ISNUMBER({value}),MAX(0,MIN(100,({value}-{zero})/({full}-{zero})*100)),"")'


def coverage_within(weights: str, scores: str) -> str:
    """Return the share of the weight that is present, of a row of weights and one of scores."""
    return f"=IF(SUM({weights})>0,{_present(weights, scores)}/SUM({weights}),0)"


def mean_within(weights: str, scores: str, coverage: str, threshold: str) -> str:
    """Return the mean of the scores present, weights shared anew; "" under the threshold."""
    present = _present(weights, scores)
    return (
        f"=IF(AND({coverage}>={threshold}-{NOISE},{present}>0),"
        f'SUMPRODUCT({weights},{scores})/{present},"")'
    )


def _present(weights: str, scores: str) -> str:
    return f"SUMPRODUCT({weights},--ISNUMBER({scores}))"


def coverage_over(parts: list[tuple[str, str]]) -> str:
    """Return the coverage of the whole from (weight, coverage) of each dimension."""
    whole = "+".join(weight for weight, _ in parts)
    covered = "+".join(f"{weight}*{share}" for weight, share in parts)
    return f"=IF({whole}>0,({covered})/({whole}),0)"


def mean_over(parts: list[tuple[str, str]], coverage: str, threshold: str) -> str:
    """Return the mean of the dimensions' scores that are present, from (weight, score) of each."""
    present = "+".join(f"{weight}*ISNUMBER({score})" for weight, score in parts)
    summed = "+".join(f"{weight}*N({score})" for weight, score in parts)
    return f'=IF(AND({coverage}>={threshold}-{NOISE},{present}>0),({summed})/({present}),"")'


def level(score: str, cutoffs: str) -> str:
    """Return 1 and one more for each cut-off reached; cutoffs: a range."""
    reached = f"SUMPRODUCT(--({cutoffs}-{NOISE}*MAX(1,{cutoffs})<={score}))"
    return f'=IF(ISNUMBER({score}),1+{reached},"")'


def rank(score: str, scores: str) -> str:
    """Return 1 and one more for each score that is larger by more than the tolerance of ties."""
    ahead = f"SUMPRODUCT(ISNUMBER({scores})*({scores}>{score}+{NOISE}*MAX(1,{scores})))"
    return f'=IF(ISNUMBER({score}),1+{ahead},"")'


def equal(pairs: list[tuple[str, str]], same: str, different: str) -> str:
    """Return one of two words: whether every pair of cells is equal, or both hold no number."""
    tests = [
        f"ISNUMBER({one})=ISNUMBER({other}),ABS(N({one})-N({other}))<{NOISE}"
        for one, other in pairs
    ]
    return f'=IF(AND({",".join(tests)}),"{same}","{different}")'
