"""A verification's report as people read it: numbered steps, then plain sentences.

docs/formats/release.md 4. The same words from `safehold verify` and from `verify.py`.
"""

from extraction.verify import Report, Step

_MARKS = {"pass": "✓", "fail": "✗", "absent": "·", "not pinned": "?"}


def report_words(report: Report) -> str:
    """Give the report as text."""
    steps = [_step_words(step) for step in report.steps]
    return "\n".join([*steps, "", *report.summary])


def report_body(report: Report) -> dict[str, object]:
    """Give the report as JSON."""
    return {
        "ok": report.ok,
        "verdict": report.verdict,
        "summary": [*report.summary],
        "steps": [
            {
                "step": step.number,
                "name": step.name,
                "status": step.status,
                "detail": step.detail,
            }
            for step in report.steps
        ],
    }


def _step_words(step: Step) -> str:
    mark = _MARKS[step.status]
    return f"{mark} {step.number:>2}  {step.name:<18} {step.status:<10} {step.detail}"
