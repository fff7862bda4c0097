#include "tests/simulation/disk.h"

#include <algorithm>

#include "protocol/event_codec.h"
#include "timekeeper/held_words.h"

namespace turnkeeper::testing {

using rooms::AppendOutcome;

void Disk::plan(const core::SessionPlanned& plan, std::map<core::MemberId, core::Person> people) {
  auto& stream = streams_[plan.session];
  stream.people = std::move(people);
  keep(stream, {plan.session, 0, {core::Event{around_.clock.now(), std::nullopt, plan}}, {}, {}});
}

/// One writer: what comes later is written later.
core::Instant Disk::next_write() {
  const auto takes = slow_ ? around_.millis(200, 3'000) : around_.millis(1, 30);
  return last_write_ = std::max(last_write_, around_.clock.now() + takes);
}

/// Two moments: when it is on disk, and when the server hears so.
void Disk::append(rooms::Batch batch, std::function<void(AppendOutcome)> done) {
  const auto decided = around_.clock.now();
  const auto answer_takes = around_.millis(0, slow_ ? 1'000 : 5);
  crash_if(Moment::before_write);
  around_.alarm.set(next_write(),
                    [=, this, life = life_, batch = std::move(batch), done = std::move(done)] {
                      if (life != life_) return;
                      const auto outcome = write(batch, decided);
                      crash_if(Moment::after_write);
                      around_.after(answer_takes, [=, this] {
                        if (life == life_) done(outcome);
                      });
                    });
}

void Disk::crash_if(Moment moment) {
  if (moment_ != moment) return;
  moment_ = Moment::none;
  around_.after(core::Millis{0}, crash_);
}

void Disk::crash_at(Moment moment, std::function<void()> crash) {
  moment_ = moment;
  crash_ = std::move(crash);
}

void Disk::lose_what_is_in_flight() {
  ++life_;
  last_write_ = {};
  moment_ = Moment::none;
}

void Disk::mark_of_life(core::Instant now) {
  around_.alarm.set(next_write(), [this, now, life = life_] {
    if (life == life_ && !refuses_) mark_ = now;
  });
}

AppendOutcome Disk::write(const rooms::Batch& batch, core::Instant decided) {
  auto& stream = streams_.at(batch.session);
  if (refuses_) {
    around_.story.tell("disk", "refuses " + std::to_string(batch.events.size()) + " events");
    if (!stream.refused_since) stream.refused_since = decided;
    return AppendOutcome::unavailable;
  }
  if (batch.expected_seq != stream.rows.size()) return AppendOutcome::conflict;
  if (stream.refused_since) stream.witness.untrusted(*stream.refused_since, decided);
  stream.refused_since.reset();
  keep(stream, batch);
  return AppendOutcome::committed;
}

void Disk::keep(Stream& stream, const rooms::Batch& batch) {
  for (const auto& event : batch.events) {
    Row row{event.at, event.by, std::string{protocol::event_name(event.body)},
            protocol::journal_data(event.body).dump()};
    around_.story.note(row.data);
    ++around_.coverage.events[row.name];
    if (around_.story.is_told()) {
      around_.story.tell("disk", batch.session.value + " " +
                                     std::to_string(stream.rows.size() + 1) + " " + row.name + " " +
                                     row.data.substr(0, 120));
    }
    stream.rows.push_back(std::move(row));
    try {
      stream.witness.read(event);
    } catch (const std::exception& broken) {
      around_.story.broke(std::string{"of what is on disk: "} + broken.what());
    }
  }
  keep_words(stream, batch);
  for (const auto& change : batch.changes) {
    stream.changes.push_back(change);
    if (!stream.by_change.emplace(std::pair(change.seat, change.change), change.result).second) {
      around_.story.broke("the change " + change.change + " of " + change.seat.value +
                          " took effect twice");
    }
  }
}

/// The texts on disk are those that the session can show: none more, and none was taken too early.
void Disk::keep_words(Stream& stream, const rooms::Batch& batch) {
  for (const auto& words : batch.words) stream.words[words.id] = words.text;
  const core::HeldWords held(stream.witness.session());
  for (const auto& id : batch.erased) {
    if (held.contains(id)) around_.story.broke("the text of " + id.value + " is still shown");
    if (stream.words.erase(id) == 0) around_.story.broke(id.value + " was erased twice");
  }
  for (const auto& [id, text] : stream.words) {
    if (!held.contains(id)) around_.story.broke("the text of " + id.value + " outlived its use");
  }
}

core::Millis Disk::time_to_read() { return around_.millis(0, slow_ ? 1'000 : 5); }

void Disk::open(const core::SessionId& session, Opened opened) {
  around_.after(time_to_read(), [=, this, life = life_, opened = std::move(opened)] {
    if (life != life_) return;
    using Read = rooms::Outcome<std::optional<rooms::Opening>>;
    auto outcome = Read::of([&] {
      require_readable();
      return read(session);
    });
    around_.after(time_to_read(), [=, this, outcome = std::move(outcome)] {
      if (life == life_) opened(outcome);
    });
  });
}

void Disk::require_readable() const {
  if (refuses_reads_) throw std::runtime_error("The disk cannot be read.");
}

std::optional<rooms::Opening> Disk::read(const core::SessionId& session) const {
  const auto found = streams_.find(session);
  if (found == streams_.end()) return std::nullopt;
  const auto& stream = found->second;
  rooms::Opening opening;
  for (const auto& row : stream.rows) {
    opening.replay(
        opening.seq + 1,
        {row.at, row.by, protocol::decode_event(row.name, protocol::Json::parse(row.data))});
  }
  opening.wordbook.words = stream.words;
  for (const auto& [member, participant] : opening.session.participants) {
    opening.wordbook.people[member] = stream.people.at(member);
  }
  opening.changes = stream.changes;
  return opening;
}

std::vector<core::SessionId> Disk::unsettled() const {
  std::vector<core::SessionId> sessions;
  for (const auto& [id, stream] : streams_) {
    const auto& session = stream.witness.session();
    if (session.phase != core::Phase::ended || session.reopen_until) sessions.push_back(id);
  }
  return sessions;
}

}  // namespace turnkeeper::testing
