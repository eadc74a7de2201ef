"""Flattening modules into one file: what an entry needs, and nothing else, in readable order.

Works on top-level definitions: those that the entry reaches are kept with their comments,
in the order of their modules; where two modules use one name, names get their module's.
"""

import ast
import builtins
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_MARKS = re.compile(rb"\s*#\s*(?:noqa|type: ignore)[^\n]*")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_BUILTINS = frozenset(dir(builtins))

Name = tuple[str, str]
"""A module and a name of its top level."""
Span = tuple[int, int, int, int]
"""From (line, column) to (line, column), in bytes."""


@dataclass(frozen=True)
class Use:
    """One place where a name of the module's top level is used."""

    name: str
    span: Span
    attribute: str | None = None


@dataclass
class Item:
    """A top-level statement: its text, what it defines, what it uses."""

    first: int
    last: int
    names: tuple[str, ...]
    defined: list[Use]
    uses: list[Use] = field(default_factory=list)


@dataclass
class Module:
    """One module: its items, and what its imports name."""

    name: str
    title: str
    lines: list[bytes]
    items: list[Item]
    inside: dict[str, Name] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)
    outside: dict[str, Name] = field(default_factory=dict)

    def item_of(self, name: str) -> Item | None:
        """Find what defines a name."""
        return next((item for item in self.items if name in item.names), None)


def read_module(name: str, root: Path, packages: Sequence[str]) -> Module:
    """Read a module's source into items."""
    text = (root / f"{name.replace('.', '/')}.py").read_bytes()
    tree = ast.parse(text)
    title = (ast.get_docstring(tree) or name).split("\n", 1)[0]
    found = Module(name, title, text.split(b"\n"), [])
    for statement in tree.body:
        match statement:
            case ast.ImportFrom() | ast.Import():
                _read_import(found, statement, root, packages)
            case ast.FunctionDef() | ast.ClassDef() | ast.Assign() | ast.AnnAssign():
                found.items.append(_read_item(found, statement))
            case ast.Expr(ast.Constant()) if found.items:
                # The text under a constant says what it is.
                if _follows(found.items[-1], statement):
                    found.items[-1].last = statement.end_lineno or statement.lineno
            case _:
                pass
    return found


def _follows(item: Item, statement: ast.stmt) -> bool:
    return statement.lineno == item.last + 1


def _read_import(
    found: Module, statement: ast.Import | ast.ImportFrom, root: Path, packages: Sequence[str]
) -> None:
    for alias in statement.names:
        bound = alias.asname or alias.name
        if isinstance(statement, ast.Import):
            found.outside[bound] = (alias.name, "")
            continue
        source = statement.module or ""
        if source.split(".")[0] not in packages:
            found.outside[bound] = (source, alias.name)
        elif (root / source.replace(".", "/") / f"{alias.name}.py").is_file():
            found.modules[bound] = f"{source}.{alias.name}"
        else:
            found.inside[bound] = (source, alias.name)


def _read_item(
    found: Module, statement: ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
) -> Item:
    first = statement.lineno
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        first = min([first, *(each.lineno for each in statement.decorator_list)])
        at = found.lines[statement.lineno - 1].index(statement.name.encode())
        end = at + len(statement.name.encode())
        span = (statement.lineno, at, statement.lineno, end)
        defined = [Use(statement.name, span)]
    else:
        given = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        flat = [each for target in given for each in _targets(target)]
        defined = [Use(each.id, _span(each)) for each in flat]
    while first > 1 and found.lines[first - 2].startswith(b"#"):
        first -= 1
    last = statement.end_lineno or statement.lineno
    item = Item(first, last, tuple(use.name for use in defined), defined)
    item.uses = list(_uses(statement, []))
    return item


def _targets(target: ast.expr) -> Iterator[ast.Name]:
    if isinstance(target, ast.Name):
        yield target
    elif isinstance(target, ast.Tuple):
        for each in target.elts:
            yield from _targets(each)


def _span(node: ast.expr) -> Span:
    return node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0


def _uses(node: ast.AST, scopes: list[frozenset[str]]) -> Iterator[Use]:
    """Give the uses of top-level names under a node; `scopes` are the names bound around it."""
    match node:
        case ast.Name():
            if not any(node.id in scope for scope in scopes):
                yield Use(node.id, _span(node))
        case ast.Attribute(ast.Name(name)) if not any(name in scope for scope in scopes):
            yield Use(name, _span(node), node.attr)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            inner = [*scopes, _bound_in_function(node)]
            body = node.body if isinstance(node.body, list) else [node.body]
            for child in ast.iter_child_nodes(node):
                yield from _uses(child, inner if child in body else scopes)
        case ast.ClassDef():
            own = frozenset(_bound(node.body))
            for child in ast.iter_child_nodes(node):
                # A class's own names are seen by its statements, not inside its methods.
                seen = scopes if isinstance(child, _FUNCTIONS) else [*scopes, own]
                yield from _uses(child, seen if child in node.body else scopes)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            targets = [each.target for each in node.generators]
            bound = frozenset(_names_stored(targets))
            for child in ast.iter_child_nodes(node):
                yield from _uses(child, [*scopes, bound])
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _uses(child, scopes)


def _bound_in_function(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> frozenset[str]:
    arguments = node.args
    given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    given += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    body = node.body if isinstance(node.body, list) else [node.body]
    return frozenset([*(each.arg for each in given), *_bound(body)])


def _bound(body: Sequence[ast.AST]) -> Iterator[str]:
    """Give the names that statements bind in their own scope."""
    for node in body:
        match node:
            case ast.FunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.Lambda():
                pass
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                inner = [each for each in ast.walk(node) if isinstance(each, ast.NamedExpr)]
                yield from _names_stored([each.target for each in inner])
            case ast.ExceptHandler(name=str(name)):
                yield name
                yield from _bound(list(ast.iter_child_nodes(node)))
            case ast.Name(name, ast.Store() | ast.Del()):
                yield name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
                yield from _bound(list(ast.iter_child_nodes(node)))
            case _:
                yield from _bound(list(ast.iter_child_nodes(node)))


def _names_stored(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                yield each.id


@dataclass
class Bundle:
    """What is kept of each module, and how everything is called in the end."""

    modules: Mapping[str, Module]
    order: list[str]
    kept: set[Name]
    outside: dict[str, Name]
    called: dict[Name, str]

    def sections(self) -> Iterator[tuple[Module, list[bytes]]]:
        """Give each module's kept text, in order."""
        for name in self.order:
            module = self.modules[name]
            kept = [
                item
                for item in module.items
                if any((name, each) in self.kept for each in item.names)
            ]
            if kept:
                yield module, [self._text(module, item) for item in kept]

    def _text(self, module: Module, item: Item) -> bytes:
        lines = module.lines[item.first - 1 : item.last]
        edits = [(use.span, self._final(module, use)) for use in (*item.defined, *item.uses)]
        for (line, start, _, end), text in sorted(set(edits), reverse=True):
            if text is not None:
                at = line - item.first
                lines[at] = lines[at][:start] + text.encode() + lines[at][end:]
        return b"\n".join(_MARKS.sub(b"", text) for text in lines)

    def _final(self, module: Module, use: Use) -> str | None:
        """Give what stands for a use in the end, None when it stays as it is."""
        if use.name in module.modules and use.attribute is not None:
            return self.called[(module.modules[use.name], use.attribute)]
        target = module.inside.get(use.name, (module.name, use.name))
        final = self.called.get(target)
        if final is None or final == use.name:
            return None
        return final if use.attribute is None else f"{final}.{use.attribute}"
