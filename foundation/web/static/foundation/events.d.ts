// Made by `python -m motcua.docs`; do not edit.

/** board.v1 */
export interface BoardMessage {
  as_of: number;
  time: number;
  day: string;
  services: Array<Record<string, unknown>>;
  counters: Array<Record<string, unknown>>;
  calls: Array<Record<string, unknown>>;
}

/** counter.closed.v1 */
export interface CounterClosed {
  counter: string;
  officer: string | null;
}

/** counter.defined.v1 */
export interface CounterDefined {
  counter: string;
  serves: Array<unknown[]>;
  active: boolean;
}

/** counter.opened.v1 */
export interface CounterOpened {
  counter: string;
  officer: string | null;
}

/** counter.paused.v1 */
export interface CounterPaused {
  counter: string;
  officer: string | null;
}

/** counter.taken.v1 */
export interface CounterTaken {
  counter: string;
  officer: string;
  was: string | null;
}

/** day.closed.v1 */
export interface DayClosed {
  day: string;
  waiting: number;
  absent: number;
  held: number;
  in_hand: number;
}

/** day.opened.v1 */
export interface DayOpened {
  day: string;
}

/** device.added.v1 */
export interface DeviceAdded {
  device: string;
  kind: "kiosk" | "screen" | "counter" | "rating" | "speaker" | "lamp" | "integration";
  name: string;
}

/** device.health.v1 */
export interface DeviceHealth {
  device: string;
  name: string;
  kind: "kiosk" | "screen" | "counter" | "rating" | "speaker" | "lamp" | "integration";
  state: "ok" | "warn" | "fault" | "unknown";
  code: string | null;
}

/** device.revoked.v1 */
export interface DeviceRevoked {
  device: string;
  name: string;
}

/** notice.set.v1 */
export interface NoticeSet {
  lines: Array<string>;
  by: string | null;
}

/** person.added.v1 */
export interface PersonAdded {
  person: string;
  roles: Array<string>;
}

/** person.changed.v1 */
export interface PersonChanged {
  person: string;
  what: "roles" | "name" | "password" | "closed" | "opened";
  by: string | null;
}

/** person.signed_in.v1 */
export interface PersonSignedIn {
  person: string;
}

/** place.v1 */
export interface PlaceMessage {
  as_of: number;
  ticket: string;
  number: string;
  state: "waiting" | "called" | "serving" | "held" | "absent" | "finished" | "cancelled" | "left" | "void";
  ahead: number;
  p50: number | null;
  p90: number | null;
  counter: string | null;
}

/** policy.set.v1 */
export interface PolicySet {
  name: string;
  ratio: number;
  ratio_of: number;
  ageing_minutes: number;
}

/** rating.given.v1 */
export interface RatingGiven {
  ticket: string;
  counter: string;
  officer: string | null;
  level: 1 | 2 | 3;
  reasons: Array<string>;
  via: "tablet" | "button" | "phone";
}

/** rating.idle.v1 */
export interface RatingIdle {
  counter: string;
  level: number;
  cause: "closed" | "twice";
}

/** rules.set.v1 */
export interface RulesSet {
  calls: number;
  recall_gap_s: number;
  back_minutes: number;
  back_after: number;
  undo_s: number;
  rating_open_s: number;
  rating_close_minutes: number;
}

/** service.defined.v1 */
export interface ServiceDefined {
  service: string;
  name_vi: string;
  name_en: string;
  sign: "submit" | "collect" | "supplement" | "certify" | "help";
  fields: Array<string>;
  hours: Array<unknown[]>;
  weekdays: Array<number>;
  minutes: number;
  promised: number;
  first: number;
  last: number;
  position: number;
  active: boolean;
}

/** ticket.absent.v1 */
export interface TicketAbsent {
  ticket: string;
  number: string;
  service: string;
  counter: string;
  officer: string | null;
  back_until: number;
}

/** ticket.called.v1 */
export interface TicketCalled {
  ticket: string;
  number: string;
  service: string;
  counter: string;
  officer: string | null;
  nth: number;
  language: "vi" | "en";
  finished: string | null;
}

/** ticket.cancelled.v1 */
export interface TicketCancelled {
  ticket: string;
  number: string;
  service: string;
  reason: "citizen" | "officer" | "mistake" | "print" | "day_closed";
  counter: string | null;
}

/** ticket.finished.v1 */
export interface TicketFinished {
  ticket: string;
  number: string;
  service: string;
  counter: string;
  officer: string | null;
  waited_ms: number;
  served_ms: number;
}

/** ticket.held.v1 */
export interface TicketHeld {
  ticket: string;
  number: string;
  service: string;
  counter: string;
  officer: string | null;
}

/** ticket.issued.v1 */
export interface TicketIssued {
  ticket: string;
  number: string;
  service: string;
  day: string;
  seq: number;
  priority: "normal" | "elderly" | "disabled" | "pregnant" | "infant" | "merit";
  queued_at: number;
  origin: "kiosk" | "desk" | "portal" | "integration";
  codes: Array<string>;
  device: string | null;
  officer: string | null;
  language: "vi" | "en";
}

/** ticket.print.v1 */
export interface TicketPrint {
  ticket: string;
  number: string;
  state: "issued" | "printing" | "printed" | "failed" | "reprinted" | "void";
  device: string | null;
  cause: string | null;
}

/** ticket.priority.v1 */
export interface TicketPriority {
  ticket: string;
  number: string;
  priority: "normal" | "elderly" | "disabled" | "pregnant" | "infant" | "merit";
  was: "normal" | "elderly" | "disabled" | "pregnant" | "infant" | "merit";
  officer: string | null;
}

/** ticket.recalled.v1 */
export interface TicketRecalled {
  ticket: string;
  number: string;
  service: string;
  counter: string;
  officer: string | null;
  nth: number;
  language: "vi" | "en";
}

/** ticket.requeued.v1 */
export interface TicketRequeued {
  ticket: string;
  number: string;
  service: string;
  reason: "returned" | "came_back" | "counter_closed";
  queued_at: number;
  after: number;
  counter: string | null;
  only_counter: string | null;
}

/** ticket.resumed.v1 */
export interface TicketResumed {
  ticket: string;
  number: string;
  service: string;
  counter: string;
  officer: string | null;
}

/** ticket.started.v1 */
export interface TicketStarted {
  ticket: string;
  number: string;
  service: string;
  counter: string;
  officer: string | null;
}

/** ticket.transferred.v1 */
export interface TicketTransferred {
  ticket: string;
  number: string;
  service: string;
  from_service: string;
  queued_at: number;
  counter: string | null;
  only_counter: string | null;
}

/** ticket.undone.v1 */
export interface TicketUndone {
  ticket: string;
  number: string;
  service: string;
  counter: string;
  undone: number;
  was: "waiting" | "called" | "serving" | "held" | "absent" | "finished" | "cancelled" | "left" | "void";
  state: "waiting" | "called" | "serving" | "held" | "absent" | "finished" | "cancelled" | "left" | "void";
  at_counter: string | null;
  queued_at: number;
  calls: number;
  after: number;
  only_counter: string | null;
  called_at: number | null;
  started_at: number | null;
  officer: string | null;
  back_until: number | null;
  held_at: number | null;
  held_ms: number;
}

export interface EventData {
  "board.v1": BoardMessage;
  "counter.closed.v1": CounterClosed;
  "counter.defined.v1": CounterDefined;
  "counter.opened.v1": CounterOpened;
  "counter.paused.v1": CounterPaused;
  "counter.taken.v1": CounterTaken;
  "day.closed.v1": DayClosed;
  "day.opened.v1": DayOpened;
  "device.added.v1": DeviceAdded;
  "device.health.v1": DeviceHealth;
  "device.revoked.v1": DeviceRevoked;
  "notice.set.v1": NoticeSet;
  "person.added.v1": PersonAdded;
  "person.changed.v1": PersonChanged;
  "person.signed_in.v1": PersonSignedIn;
  "place.v1": PlaceMessage;
  "policy.set.v1": PolicySet;
  "rating.given.v1": RatingGiven;
  "rating.idle.v1": RatingIdle;
  "rules.set.v1": RulesSet;
  "service.defined.v1": ServiceDefined;
  "ticket.absent.v1": TicketAbsent;
  "ticket.called.v1": TicketCalled;
  "ticket.cancelled.v1": TicketCancelled;
  "ticket.finished.v1": TicketFinished;
  "ticket.held.v1": TicketHeld;
  "ticket.issued.v1": TicketIssued;
  "ticket.print.v1": TicketPrint;
  "ticket.priority.v1": TicketPriority;
  "ticket.recalled.v1": TicketRecalled;
  "ticket.requeued.v1": TicketRequeued;
  "ticket.resumed.v1": TicketResumed;
  "ticket.started.v1": TicketStarted;
  "ticket.transferred.v1": TicketTransferred;
  "ticket.undone.v1": TicketUndone;
}
