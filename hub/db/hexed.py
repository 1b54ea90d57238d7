"""How is an id compared with text that is one? By its 32 hexadecimal letters, as each database writes them."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Hexed(FunctionElement[str]):
    """The hexadecimal letters of a column of ids, as ``UUID.hex`` gives them."""

    type = String()
    inherit_cache = True
    name = "hexed"


@compiles(Hexed, "sqlite")
def _sqlite(element: Hexed, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 -- SQLAlchemy's signature
    return f"lower(hex({compiler.process(element.clauses, **options)}))"


@compiles(Hexed, "postgresql")
def _postgresql(element: Hexed, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 -- likewise
    return f"replace(CAST({compiler.process(element.clauses, **options)} AS text), '-', '')"
