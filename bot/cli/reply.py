"""`qinda reply`: the three best replies to one message."""

from __future__ import annotations

import json

import click

from bot.cli.parts import Parts
from bot.domain.reply import Reply

_DECISIONS = {"answer": "可直接回复", "ask": "需要反问", "hand_over": "需要人工"}


@click.command()
@click.argument("text")
@click.option("--buyer", help="买家会员名: the account that writes; order facts are told to it alone.")
@click.option("--order", "order_id", help="订单编号.")
@click.option("--item", "item_id", help="商品编号 of the item at hand.")
@click.option("--limit", default=3, show_default=True, help="How many replies.")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON (docs/api.md).")
@click.pass_obj
def command(
    parts: Parts, text: str, buyer: str | None, order_id: str | None, item_id: str | None, limit: int, as_json: bool
) -> None:
    """Answer TEXT, a buyer's message, from her order and the shop's facts.

    \b
    qinda reply "什么时候发货" --buyer 晴天小筑
    qinda reply "能发顺丰吗" --json
    """
    request = {"text": text, "buyer": buyer, "order_id": order_id, "item_id": item_id, "limit": limit}
    if parts.uses_demo:
        click.echo("No shop is imported yet: answering from the made-up demo shop.", err=True)
    answer = parts.reply(request)
    click.echo(json.dumps(answer.document(), ensure_ascii=False, indent=1) if as_json else _told(answer))


def _told(answer: Reply) -> str:
    likely = "，".join(f"{i.intent} {i.probability:.0%}" for i in answer.intents[:3])
    lines = [f"{_DECISIONS[answer.decision.name]}（{answer.decision.reason}）  {likely}"]
    lines += [f"{n}. {c.draft.text}\n   {c.draft.template}" for n, c in enumerate(answer.candidates, 1)]
    lines += [f"!  {f.rule}: {f.why}" for f in answer.stopped]
    return "\n".join(lines)
