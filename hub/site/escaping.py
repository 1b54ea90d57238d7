"""How does a word get onto a page? Escaped unless it is markup, and at a fifth of what it costs Jinja.

Jinja makes a ``Markup`` of every word only to join it with the rest, which takes five times as long as escaping it; a
page places five hundred. The fast half of ``escape`` is no public name: the lock file holds it, and our tests notice.
"""

from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined] # no public name has the fast half


def placed(value: object) -> str:
    """Return *value* as it may stand on a page: escaped, unless it is markup already.

    >>> placed("<b> & 'c'"), str(placed(Markup("<b>"))), str(placed(7))
    ('&lt;b&gt; &amp; &#39;c&#39;', '<b>', '7')
    """
    if type(value) is str:
        return escaped(value)
    return value if type(value) is Markup else escape(value)


class _Generator(CodeGenerator):
    """Writes templates as Python; where it would write ``escape``, ours."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.placed(")


class _Part(Template):
    """A template whose macros are the same for every page that imports them."""

    def _get_default_module(self, ctx: Any = None) -> Any:  # noqa: ANN401, ARG002 -- as Jinja has it
        # Jinja compares the names known to the page and to the part each time: no page of ours knows others.
        return super()._get_default_module()


class Escaping(Environment):
    """An environment of templates whose words are escaped by ``placed``."""

    code_generator_class = _Generator
    template_class = _Part
    placed = staticmethod(placed)
