// Reads calendars as a stranger's program would: with ical.js, which is told no time zones, so that
// it has those of the file alone. Takes [{ text, until }], answers [{ held, again, properties }].

import ICAL from "ical.js";
import { readFileSync } from "node:fs";

ICAL.TimezoneService.reset();

/** Every event that starts before `until` (milliseconds), earliest first. */
function held(calendar, until) {
  const all = calendar.getAllSubcomponents("vevent");
  const recurring = all.filter((event) => !event.hasProperty("recurrence-id"));
  const found = [];
  for (const main of recurring) {
    const uid = main.getFirstPropertyValue("uid");
    const exceptions = all.filter(
      (event) =>
        event.hasProperty("recurrence-id") &&
        event.getFirstPropertyValue("uid") === uid,
    );
    const event = new ICAL.Event(main, { exceptions, strictExceptions: true });
    if (event.isRecurring()) {
      // A date may have been moved to an earlier one: look somewhat farther than asked.
      const farther = until + 70 * 24 * 3600 * 1000;
      const dates = event.iterator();
      for (let date = dates.next(); date; date = dates.next()) {
        if (milliseconds(date) >= farther) break;
        const details = event.getOccurrenceDetails(date);
        found.push(told(details.item, details.startDate, details.endDate));
      }
    } else if (main.getFirstPropertyValue("status") !== "CANCELLED") {
      found.push(told(event, event.startDate, event.endDate));
    }
  }
  return found
    .filter((event) => event.starts < until)
    .sort((one, other) => one.starts - other.starts);
}

function told(event, starts, ends) {
  return {
    uid: event.uid,
    starts: milliseconds(starts),
    ends: milliseconds(ends),
    description: event.description,
  };
}

function milliseconds(time) {
  if (time.zone === ICAL.Timezone.localTimezone)
    throw new Error(`no zone: ${time}`);
  return time.toUnixTime() * 1000;
}

/** Every component with the names of its properties, for what must be there. */
function properties(component) {
  const names = component.getAllProperties().map((property) => property.name);
  return [
    { component: component.name, names },
    ...component.getAllSubcomponents().flatMap(properties),
  ];
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = asked.map(({ text, until }) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const again = new ICAL.Component(ICAL.parse(calendar.toString()));
  return {
    held: held(calendar, until),
    again: held(again, until),
    properties: properties(calendar),
  };
});
process.stdout.write(JSON.stringify(answers));
