// Reads a calendar from standard input as strictly as ical.js can, and writes its occurrences as JSON.
// The two arguments bound the days to look at: 2026-12-01 2027-01-01, the second not included.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const MOST_INSTANCES = 1000;

const [first, last] = process.argv.slice(2).map((day) => ICAL.Time.fromDateString(day));
ICAL.design.strict = true;

// Bytes that are not UTF-8 must be an error here, not a replacement letter.
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(0));
const calendar = new ICAL.Component(ICAL.parse(text));
if (calendar.name !== "vcalendar") {
  throw new Error(`this is a ${calendar.name}`);
}
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}

const written = (time) => (time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString());
const found = [];
const tell = (item, start, end) => {
  if (start.compare(last) >= 0 || end.compare(first) <= 0) {
    return;
  }
  const status = item.component.getFirstPropertyValue("status");
  found.push({ uid: item.uid, start: written(start), end: written(end), status, summary: item.summary });
};

const events = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
for (const event of events.filter((one) => !one.isRecurrenceException())) {
  if (!event.isRecurring()) {
    tell(event, event.startDate, event.endDate);
    continue;
  }
  for (const other of events) {
    if (other.isRecurrenceException() && other.uid === event.uid) {
      event.relateException(other);
    }
  }
  const instances = event.iterator();
  for (let count = 0; count < MOST_INSTANCES; count += 1) {
    const next = instances.next();
    if (!next) {
      break;
    }
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    tell(item, startDate, endDate);
  }
}
process.stdout.write(JSON.stringify(found));
