// A house of twins: a registry of rooms over a clock, an alarm, a journal and an archive in memory.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rooms/registry.h"
#include "tests/support/agendas.h"
#include "tests/support/manual_alarm.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_archive.h"
#include "tests/support/memory_journal.h"
#include "tests/support/recording_outbox.h"

namespace turnkeeper::testing {

inline const core::SessionId kSession{"s1"};
inline const core::MemberId kAna{"ana"};
inline const core::MemberId kBo{"bo"};
inline const core::MemberId kEve{"eve"};  ///< facilitates, without a seat

/// What somebody was answered, once they are.
class Heard {
 public:
  bool anything() const { return answer_->has_value(); }
  bool refused(core::Reason reason) const {
    const auto* rejection = anything() ? std::get_if<core::Rejection>(&**answer_) : nullptr;
    return rejection != nullptr && rejection->reason == reason;
  }
  bool failed(rooms::Failure failure) const {
    const auto* found = anything() ? std::get_if<rooms::Failure>(&**answer_) : nullptr;
    return found != nullptr && *found == failure;
  }
  /// The result; the test fails if it is another answer, or none.
  rooms::ChangeResult result() const { return std::get<rooms::ChangeResult>(answer_->value()); }
  bool succeeded() const {
    return anything() && std::holds_alternative<rooms::ChangeResult>(**answer_);
  }

  rooms::Reply reply() const {
    return [answer = answer_](const rooms::Answer& given) {
      if (answer->has_value()) throw std::logic_error("answered twice");
      *answer = given;
    };
  }

 private:
  std::shared_ptr<std::optional<rooms::Answer>> answer_ =
      std::make_shared<std::optional<rooms::Answer>>();
};

struct House {
  ManualClock clock;
  ManualAlarm alarm{clock};
  MemoryJournal journal;
  MemoryArchive archive{journal};
  RecordingOutboxes outboxes;
  std::vector<std::string> reports;  ///< of the registry
  std::optional<rooms::Registry> registry;
  core::Millis lived{};

  /// Ana and Bo have a seat, Eve facilitates; the agenda is the short one unless said otherwise.
  explicit House(core::Agenda agenda = short_agenda()) {
    core::SessionPlanned planned;
    planned.session = kSession;
    planned.circle = core::CircleId{"c1"};
    agenda.total -= (agenda.for_members - 2) * (agenda.check_in + agenda.turn + agenda.handover);
    agenda.for_members = 2;
    planned.agenda = std::move(agenda);
    planned.roster = {{kAna, core::Role::member, true, {}},
                      {kBo, core::Role::member, true, {}},
                      {kEve, core::Role::facilitator, false, {}}};
    journal.write_behind(kSession, core::Event{clock.now(), std::nullopt, planned});
    open_registry();
  }

  /// As after a restart: nothing is left but what is durable.
  void open_registry() {
    registry.emplace(clock, alarm, journal, archive, outboxes,
                     [this](const std::string& sentence) { reports.push_back(sentence); });
  }
  void restart() {
    registry.reset();
    open_registry();
  }
  /// The server dies, and is there again after `length`. When it died.
  core::Instant down_for(core::Millis length) {
    const auto since = clock.now();
    registry.reset();
    clock.advance(length);
    open_registry();
    return since;
  }

  /// What a server does when it starts.
  void expect(std::optional<core::Instant> last_mark) {
    registry->expect(archive.unsettled(), last_mark);
  }
  void recover(std::optional<core::Instant> last_mark) {
    expect(last_mark);
    registry->take_up();
  }

  /// Another session of which the same has been written.
  void copy_session(const core::SessionId& copy) {
    for (core::Event event : std::vector(journal.stream(kSession).events)) {
      if (auto* planned = std::get_if<core::SessionPlanned>(&event.body)) planned->session = copy;
      journal.write_behind(copy, event);
    }
  }
  /// The room is not alone with its journal any more.
  void somebody_else_writes() {
    journal.write_behind(
        kSession, core::Event{clock.now(), kAna, core::CheckInSaid{kAna, core::WordsId{"w"}}});
  }

  /// Throws what keeps it from being opened. REQUIRES: the archive takes no time.
  rooms::Room* find(const core::SessionId& session) {
    rooms::Room* room = nullptr;
    registry->find(session, [&](rooms::Registry::Found found) { room = found.get(); });
    return room;
  }
  rooms::Room& room() { return *find(kSession); }
  RecordingOutbox& outbox() { return outboxes.boxes[kSession]; }
  const core::Session& session() { return room().session(); }
  std::size_t durable() { return journal.stream(kSession).events.size(); }

  Heard ask(const core::MemberId& by, core::CommandBody body, std::string change = "") {
    Heard heard;
    room().handle(core::Command{by, std::move(body)}, std::move(change), heard.reply());
    return heard;
  }

  /// The same, and the disk does its work.
  Heard do_it(const core::MemberId& by, core::CommandBody body, std::string change = "") {
    auto heard = ask(by, std::move(body), std::move(change));
    journal.pump();
    return heard;
  }

  void join(const core::MemberId& member) {
    room().connected(member);
    journal.pump();
  }
  void drop(const core::MemberId& member, bool at_once = false) {
    room().disconnected(member, at_once, clock.now());
    journal.pump();
  }

  /// Ana, Bo and Eve are here, and Eve has started.
  void start() {
    for (const auto& member : {kAna, kBo, kEve}) join(member);
    do_it(kEve, core::StartSession{});
  }

  /// Time passes as it should: alarms ring, the disk keeps up, and the registry looks after its
  /// rooms.
  void live(core::Millis length) {
    const auto until = clock.now() + length;
    while (clock.now() < until) {
      const auto step = std::min(rooms::Registry::kPulse, until - clock.now());
      alarm.advance(step, [this] { journal.pump(); });
      registry->pulse();
      lived += step;
      if (lived % rooms::Registry::kTick < step) registry->tick();
      journal.pump();
    }
  }

  core::Millis left() { return session().stage->deadline - clock.now(); }
};

}  // namespace turnkeeper::testing
