"""The main job, wired together: records in, a judgement with its evidence out."""

from xlakit.callable_module import make_callable
from xlakit.evaluate.cubing import cube
from xlakit.evaluate.evaluation import evaluate
from xlakit.evaluate.portfolio import evaluate_all

__all__ = ["cube", "evaluate", "evaluate_all"]

make_callable(__name__, evaluate)
