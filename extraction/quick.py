"""Frozen dataclasses that are made as fast as open ones.

A frozen dataclass sets each field through object.__setattr__, which costs three times what
setting a slot costs. A phone has millions of rows, each with half a dozen such objects, so
for those classes the object is filled while it is still of an open class with the same slots
and then becomes what it is. Nobody but this module ever sees it open.
"""

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar

_Class = TypeVar("_Class", bound=type)


def quick(cls: _Class) -> _Class:
    """Give a frozen, slotted dataclass another way of being made; nothing else changes."""
    maker = _maker(cls)
    # With __new__ overridden, object.__init__ lets the arguments pass that __new__ took.
    type.__setattr__(cls, "__new__", maker)
    type.__setattr__(cls, "__init__", object.__init__)
    type.__setattr__(cls, "__getnewargs__", _arguments)
    return cls


def _arguments(made: object) -> tuple[object, ...]:
    """Give what an object is made of, which copying it asks for."""
    return tuple(getattr(made, name) for name in type(made).__dict__["__slots__"])


def _maker(cls: type) -> Callable[..., object]:
    slots = cls.__dict__["__slots__"]
    names: dict[str, Any] = {
        "_new": object.__new__,
        "_open": type(cls.__name__, (), {"__slots__": slots}),
        "_missing": dataclasses.MISSING,
    }
    arguments, lines = ["cls"], ["self = _new(_open)"]
    for field in dataclasses.fields(cls):
        arguments.append(field.name)
        if field.default is not dataclasses.MISSING:
            names[f"_given_{field.name}"] = field.default
            arguments[-1] += f"=_given_{field.name}"
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_make_{field.name}"] = field.default_factory
            arguments[-1] += "=_missing"
            lines.append(f"if {field.name} is _missing: {field.name} = _make_{field.name}()")
        lines.append(f"self.{field.name} = {field.name}")
    lines += ["self.__class__ = cls", "return self"]
    made: dict[str, Any] = {}
    text = "\n    ".join((f"def __new__({', '.join(arguments)}):", *lines))
    # As the standard library makes a dataclass's methods: of its own field names alone.
    exec(text, names, made)  # noqa: S102 no word of a source is in it
    maker: Callable[..., object] = made["__new__"]
    return maker
