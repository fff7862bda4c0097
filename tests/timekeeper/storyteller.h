// Plays a story of a session, line by line, and tells what came of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/property/checked_session.h"

namespace turnkeeper::testing {

class Storyteller {
 public:
  /// Does what one line of a story says; what happened is in `take_lines`. Throws
  /// std::runtime_error for a line that makes no sense, and Broken.
  void tell(const std::string& line);

  /// What happened since it was last asked.
  std::vector<std::string> take_lines();

  // What the verbs (storyteller_verbs.cpp) are made of.

  struct Place {
    core::MemberId member;
    core::Role role = core::Role::member;
    bool seated = true;
    core::Millis received{};
    bool carried = false;
  };

  /// Somebody who belongs to the circle when the session is planned.
  void invite(Place place);
  Place& place_of(const std::string& name);
  void promise(const std::string& name);
  void plan(const core::Agenda& agenda);
  void agree_on(core::Instant starts_at) { starts_at_ = starts_at; }

  void act(const std::string& by, core::CommandBody body);
  /// Says what it would cost whom, and remembers for which plan.
  void preview(const std::string& by, core::CommandBody body);
  void act_as_shown(const std::string& by, core::CommandBody body);
  void house(core::CommandBody body);
  void advance(core::Millis by);
  /// Until the stage of that description begins, or "the end" comes.
  void advance_until(const std::string& stage);
  /// The clock goes on, and nothing that is due is written down.
  void stand_still(core::Millis length) { session_.stand_still(length); }
  void outage(core::Millis length, bool connections_lost);
  void say(std::string line) { lines_.push_back(std::move(line)); }
  void quietly(bool quiet) { quiet_ = quiet; }

  const core::Session& session() const { return session_.session(); }
  core::Instant start() const { return kStart; }
  core::Instant now() const { return session_.now(); }
  std::vector<core::MemberId> everyone() const;
  /// The stage that the speaker saw: the current one, or the one before if they say so.
  core::StageId seen_stage() const;
  core::VoteId open_vote() const;
  core::EntryId entry_of(const std::string& name) const;
  core::ActionId last_action_of(const std::string& name) const;
  core::ActionId promise_of(const std::string& name) const;

 private:
  static constexpr core::Instant kStart{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} +
                                        std::chrono::hours{18}};

  void handle(const core::Command& command);
  bool pass_time_once(core::Instant until);
  void report(std::size_t first, const core::Session& before, const core::MemberId& actor);
  void let_due_time_pass();

  CheckedSession session_{kStart};
  std::vector<Place> places_;
  std::vector<core::ReviewItem> promises_;
  std::optional<core::StageId> previous_stage_;
  std::optional<core::StageId> current_stage_;
  bool means_previous_ = false;
  std::optional<core::Instant> starts_at_;
  int shown_plan_ = 0;
  bool quiet_ = false;
  std::vector<std::string> lines_;
};

/// Does one verb; false if `line` is none.
bool do_verb(Storyteller& story, const std::string& line);

}  // namespace turnkeeper::testing
