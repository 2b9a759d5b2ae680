/* At the right: what this counter did today, and the other counters. */
(function () {
  "use strict";

  const motcua = (window.motcua = window.motcua || {});
  const make = motcua.make;
  const say = motcua.say;
  const t = motcua.t;

  function figure(value, unit, word) {
    const line = make("div", "figure", make("dt", "", word));
    line.appendChild(make("dd", "", make("strong", "", value), unit ? make("span", "", unit) : null));
    return line;
  }

  const LEVELS = [
    ["3", "face-happy"],
    ["2", "face-content"],
    ["1", "face-unhappy"],
  ];

  function level(name, sign, count, total) {
    const share = total ? Math.round((100 * count) / total) : 0;
    const line = make("li", "level level--" + name, motcua.icon(sign), make("span", "level-word", t("desk.level." + name)));
    const bar = document.createElement("progress");
    bar.max = total || 1;
    bar.value = count;
    bar.setAttribute("aria-label", t("desk.level." + name));
    line.appendChild(bar);
    line.appendChild(make("span", "level-share", share + " %"));
    return line;
  }

  function ratings(today) {
    const box = make("div", "ratings", make("h3", "", t("desk.ratings", { n: today.ratings })));
    if (!today.levels) {
      box.appendChild(make("p", "muted", t("desk.ratings.few")));
      return box;
    }
    const list = make("ul", "");
    LEVELS.forEach(function (each) {
      list.appendChild(level(each[0], each[1], today.levels[each[0]], today.ratings));
    });
    box.appendChild(list);
    return box;
  }

  function dayCard(counter) {
    const today = counter.today;
    const card = make("section", "side-card", make("h2", "", t("desk.day", { counter: counter.code })));
    const figures = make("dl", "figures");
    figures.appendChild(figure(String(today.served), t("desk.unit.people"), t("desk.day.served")));
    figures.appendChild(figure(say.figure(today.waited), today.waited === null ? "" : t("desk.unit"), t("desk.day.waited")));
    figures.appendChild(figure(say.figure(today.minutes), today.minutes === null ? "" : t("desk.unit"), t("desk.day.minutes")));
    card.appendChild(figures);
    card.appendChild(ratings(today));
    return card;
  }

  function counterLine(desk, counter) {
    const ticket = desk.ticket(counter.in_hand);
    const mine = counter.officer === desk.me.id;
    const line = make("li", "counter-line" + (mine ? " is-mine" : ""), make("span", "plate", counter.code));
    const words = make("span", "counter-words", make("span", "counter-who", counter.officer ? say.officer(desk.view, counter.officer) : t("desk.nobody_holds")));
    words.appendChild(make("span", "counter-state is-" + counter.state, t("desk.counter." + (ticket ? ticket.state : counter.state))));
    line.appendChild(words);
    if (ticket) line.appendChild(make("span", "counter-number", motcua.number(ticket.number)));
    return line;
  }

  function countersCard(desk) {
    const card = make("section", "side-card", make("h2", "", t("desk.counters")));
    const list = make("ul", "counter-lines");
    desk.view.counters.forEach(function (counter) {
      list.appendChild(counterLine(desk, counter));
    });
    card.appendChild(list);
    return card;
  }

  function lastCard(desk, counter) {
    if (!counter.recent.length) return null;
    const card = make("section", "side-card", make("h2", "", t("desk.done")));
    const list = make("ol", "last");
    counter.recent.slice(0, 5).forEach(function (ticket) {
      const press = make("button", "last-line", make("strong", "", ticket.number), make("span", "", say.service(desk.view, ticket.service)), make("span", "", motcua.timeText(ticket.ended_at)));
      press.type = "button";
      press.addEventListener("click", desk.select.bind(desk, ticket.id));
      list.appendChild(make("li", "", press));
    });
    card.appendChild(list);
    return card;
  }

  motcua.drawSide = function (desk) {
    const counter = desk.counter();
    const cards = [];
    if (counter) cards.push(["day", JSON.stringify([counter.code, counter.today]), dayCard.bind(null, counter)]);
    cards.push(["counters", JSON.stringify(desk.view.counters.map(function (each) {
      return [each.code, each.state, each.officer, desk.ticket(each.in_hand)];
    })), countersCard.bind(null, desk)]);
    if (counter && desk.shown()) {
      if (counter.recent.length) cards.push(["last", JSON.stringify(counter.recent.slice(0, 5)), lastCard.bind(null, desk, counter)]);
    }
    say.keyed(document.getElementById("side"), cards.map(function (card) {
      return { key: card[0], signature: card[1], make: card[2] };
    }));
  };
})();
