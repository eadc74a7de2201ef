"""What an entry reaches over all modules, and the names that things get in one file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.bundling import _BUILTINS, Bundle, Item, Module, Name, Use, read_module


def bundle(
    entry: Name, root: Path, packages: Sequence[str], stands_for: Mapping[Name, Name]
) -> Bundle:
    """Keep what the entry reaches.

    Args:
        entry: the module and name to begin with.
        root: where the packages lie.
        packages: whose modules are taken apart; all others stay imports.
        stands_for: names of other packages, and which of ours stand for them.
    """
    reaching = _Reaching(root, packages, stands_for)
    reaching.module(entry[0])
    reaching.keep(entry)
    return Bundle(
        reaching.modules, reaching.order, reaching.kept, reaching.outside, _called(reaching)
    )


class _Reaching:
    """The search: modules as they are read, names as they are kept."""

    def __init__(
        self, root: Path, packages: Sequence[str], stands_for: Mapping[Name, Name]
    ) -> None:
        self.root, self.packages, self.stands_for = root, packages, stands_for
        self.modules: dict[str, Module] = {}
        self.order: list[str] = []
        self.kept: set[Name] = set()
        self.outside: dict[str, Name] = {}

    def module(self, name: str) -> Module:
        """Read a module after everything that it imports."""
        if name not in self.modules:
            found = read_module(name, self.root, self.packages)
            self.modules[name] = found
            for bound, source in list(found.outside.items()):
                if source in self.stands_for:
                    found.inside[bound] = self.stands_for[source]
                    del found.outside[bound]
            for bound, source in found.inside.items():
                found.inside[bound] = self.stands_for.get(source, source)
            above = {source for source, _ in found.inside.values()} | set(found.modules.values())
            for each in sorted(above):
                self.module(each)
            self.order.append(name)
        return self.modules[name]

    def keep(self, entry: Name) -> None:
        """Keep a definition, and all that it uses."""
        waiting = [entry]
        while waiting:
            name = waiting.pop()
            module = self.module(name[0])
            if name in self.kept:
                continue
            item = module.item_of(name[1])
            if item is None:
                message = f"{name[0]} defines no {name[1]} at its top level"
                raise LookupError(message)
            self.kept.update((name[0], each) for each in item.names)
            waiting += self._used(module, item)

    def _used(self, module: Module, item: Item) -> list[Name]:
        targets = [self._target(module, use) for use in item.uses]
        return [target for target in targets if target is not None]

    def _target(self, module: Module, use: Use) -> Name | None:
        if use.name in module.outside:
            source = module.outside[use.name]
            if self.outside.setdefault(use.name, source) != source:
                message = f"{use.name} is imported from two places"
                raise LookupError(message)
            return None
        if use.name in module.modules:
            return module.modules[use.name], use.attribute or ""
        if use.name in module.inside:
            return module.inside[use.name]
        if module.item_of(use.name) is not None:
            return module.name, use.name
        if use.name not in _BUILTINS:
            message = f"{module.name} uses {use.name}, which nobody defines"
            raise LookupError(message)
        return None


def _called(reaching: _Reaching) -> dict[Name, str]:
    """Give each kept name one of its own: its module's goes before it where two are alike."""
    by_name: dict[str, list[Name]] = {}
    for each in sorted(reaching.kept):
        by_name.setdefault(each[1], []).append(each)
    called: dict[Name, str] = {}
    for name, owners in by_name.items():
        alone = len(owners) == 1 and name not in _BUILTINS and name not in reaching.outside
        for owner in owners:
            last = owner[0].rsplit(".", 1)[1]
            prefixed = f"_{last}{name}" if name.startswith("_") else f"{last}_{name}"
            called[owner] = name if alone else prefixed
    if len(set(called.values())) != len(called):
        message = "two names are alike even with their modules' before them"
        raise LookupError(message)
    return called
