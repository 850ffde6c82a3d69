// Buyer → order → item: what the message is about, all of it optional.
import { get } from "./api.js";
import { Combobox } from "./combobox.js";
import { byId } from "./dom.js";
import { t, tOr } from "./language.js";
import { moment, yuan } from "./values.js";

// An open refund hides the platform's own status, so that none is told then.
const PLATFORM_STATUS = {
  unpaid: "WAIT_BUYER_PAY",
  paid: "WAIT_SELLER_SEND_GOODS",
  partly_shipped: "SELLER_CONSIGNED_PART",
  shipped: "WAIT_BUYER_CONFIRM_GOODS",
  signed: "TRADE_BUYER_SIGNED",
  done: "TRADE_FINISHED",
  closed: "TRADE_CLOSED",
};
const TOLD_BY_REPLY = ["courier", "tracking_no", "paid_at", "shipped_at", "signed_at"];

export class Pickers {
  /** `onChange(picked)` hears of every choice: true, or false for one taken back. `isDemo()` tells whether the buyers' cases of the demo shop may be hinted at. */
  constructor({ onChange, isDemo }) {
    this.orders = [];
    this.isDemo = isDemo;
    this.onChange = onChange;
    this.buyer = new Combobox(byId("buyer"), { find: (q, signal) => this.#buyers(q, signal), onPick: (option) => this.#buyerPicked(option) });
    this.order = new Combobox(byId("order"), { find: (q) => this.#ordersLike(q), onPick: (option) => this.onChange(option !== null) });
    this.item = new Combobox(byId("item"), { find: (q, signal) => this.#items(q, signal), onPick: (option) => this.onChange(option !== null) });
    this.relabel();
  }

  /** The part of a request that says who writes about what. */
  chosen() {
    return { buyer: this.buyer.value, order_id: this.order.value, item_id: this.item.value };
  }

  pickBuyer(nick) {
    this.buyer.pick({ value: nick, label: nick });
  }

  orderOf(orderId) {
    return this.orders.find((order) => order.order_id === orderId) || null;
  }

  /** What the page knows of the order, in the shape of a check's facts; the reply's own facts fill in the parcel. */
  factsFor(reply) {
    const facts = this.buyer.value ? { asking_nick: this.buyer.value } : {};
    const order = this.orderOf(reply.order_id);
    if (!order) return Object.keys(facts).length ? facts : null;
    const told = Object.assign({}, ...reply.candidates.map((candidate) => candidate.facts));
    const known = Object.fromEntries(TOLD_BY_REPLY.filter((name) => told[name]).map((name) => [name, told[name]]));
    facts.order = {
      order_id: order.order_id,
      buyer_nick: this.buyer.value,
      paid_yuan: (order.paid_fen / 100).toFixed(2),
      items: order.items.map(({ title, variant, quantity }) => ({ title, variant, quantity })),
      ...known,
    };
    if (PLATFORM_STATUS[order.state]) facts.order.status = PLATFORM_STATUS[order.state];
    return facts;
  }

  /** Says in the page's language what each field waits for. */
  relabel() {
    const known = this.buyer.value !== null;
    this.buyer.enable(true, t("pick.buyer.placeholder"));
    this.item.enable(true, t("pick.item.placeholder"));
    if (!known) this.order.enable(false, t("pick.order.placeholder"));
    else if (this.orders.length) this.order.enable(true, t("pick.order.auto", { n: this.orders.length }));
    else this.order.enable(false, t("pick.order.none"));
  }

  async #buyerPicked(option) {
    const nick = this.buyer.value;
    this.orders = [];
    this.order.pick(null, { quiet: true });
    if (nick !== null) {
      const found = await get("/api/v1/orders", { buyer: nick }).catch(() => ({ orders: [] }));
      if (this.buyer.value !== nick) return;
      this.orders = found.orders;
    }
    this.relabel();
    this.onChange(option !== null);
  }

  async #buyers(q, signal) {
    const { buyers } = await get("/api/v1/buyers", { q }, signal);
    return buyers.map((nick) => ({ value: nick, label: nick, detail: this.isDemo() ? tOr(`demo.${nick}`, null) : null }));
  }

  async #ordersLike(q) {
    const words = q.toLowerCase().split(/\s+/);
    const fits = (order) => words.every((word) => `${order.order_id} ${order.title} ${t(`state.${order.state}`)}`.toLowerCase().includes(word));
    return this.orders.filter(fits).map((order) => ({
      value: order.order_id,
      label: orderLabel(order),
      detail: t(`state.${order.state}`),
      more: [order.paid_fen > 0 && yuan(order.paid_fen), order.created_at && moment(order.created_at)].filter(Boolean).join("  "),
    }));
  }

  async #items(q, signal) {
    const { items } = await get("/api/v1/items", { q }, signal);
    return items.map((item) => ({
      value: item.item_id,
      label: item.name,
      detail: item.price_fen === null ? null : yuan(item.price_fen),
      more: item.stock === null ? null : t("pick.stock", { n: item.stock }),
    }));
  }
}

/** `…1001 手工云片糕`. */
export const orderLabel = (order) => `…${order.order_id.slice(-4)} ${order.title}`;
