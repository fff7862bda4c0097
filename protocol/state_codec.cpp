#include "protocol/state_codec.h"

#include "protocol/agenda_codec.h"
#include "protocol/event_codec.h"
#include "protocol/names.h"
#include "protocol/time_text.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::protocol {

namespace core = turnkeeper::timekeeper;

namespace {

/// An object keyed by id: `encode` makes each value of a map's entries.
template <class Map, class Encode>
Json keyed(const Map& map, Encode encode) {
  Json json = Json::object();
  for (const auto& [id, value] : map) json[id.value] = encode(id, value);
  return json;
}

template <class Ids>
Json ids_of(const Ids& ids) {
  Json json = Json::array();
  for (const auto& id : ids) json.push_back(id.value);
  return json;
}

class Encoder {
 public:
  Encoder(const core::Session& session, const core::Wordbook& wordbook, Audience audience)
      : s_(session), wordbook_(wordbook), display_(audience == Audience::display) {}

  Json encode_minutes() const {
    Json json{{"turns", turns()}, {"budget", budget()}, {"rotation", ids_of(s_.rotation)}};
    if (const auto end = core::expected_end(s_)) json["ends_at"] = to_text(*end);
    return json;
  }

  Json encode() const {
    Json json{{"session", session()},
              {"circle", {{"name", wordbook_.circle_name}}},
              {"agenda", encode_agenda(s_.agenda)},
              {"members", members()},
              {"rotation", ids_of(s_.rotation)},
              {"turns", turns()},
              {"check_ins", check_ins()},
              {"budget", budget()},
              {"entries", entries()},
              {"queue", queue()}};
    if (s_.stage) json["stage"] = stage(*s_.stage);
    if (s_.pause) json["pause"] = pause(*s_.pause);
    if (s_.pending) json["pending"] = pending(*s_.pending);
    if (s_.vote) json["vote"] = vote(*s_.vote);
    if (s_.last_move && !display_) json["last_move"] = last_move(*s_.last_move);
    if (!display_) add_words(json);
    return json;
  }

 private:
  Json text(const core::WordsId& id) const { return wordbook_.text(id); }

  Json session() const {
    Json json{{"id", s_.id.value},
              {"circle", s_.circle.value},
              {"number", s_.number},
              {"phase", name_of(s_.phase)},
              {"planned_at", to_text(s_.planned_at)}};
    if (s_.starts_at) json["starts_at"] = to_text(*s_.starts_at);
    if (s_.hard_end) json["hard_end"] = to_text(*s_.hard_end);
    if (s_.started_at) json["started_at"] = to_text(*s_.started_at);
    if (const auto end = core::expected_end(s_)) json["ends_at"] = to_text(*end);
    if (s_.ended_at) json["ended_at"] = to_text(*s_.ended_at);
    if (s_.end_cause) json["end_cause"] = name_of(*s_.end_cause);
    if (s_.reopen_until) json["reopen_until"] = to_text(*s_.reopen_until);
    return json;
  }

  Json members() const {
    return keyed(s_.participants, [this](const auto& id, const core::Participant& participant) {
      const auto found = wordbook_.people.find(id);
      const auto person = found == wordbook_.people.end() ? core::Person{} : found->second;
      Json json{{"name", person.name},
                {"role", name_of(participant.role)},
                {"seated", participant.seated},
                {"present", participant.present}};
      if (display_) return json;
      if (participant.held_by) json["held_by"] = participant.held_by->value;
      if (participant.leaves_at) json["leaves_at"] = to_text(*participant.leaves_at);
      if (participant.lead != core::Lead::none) json["lead"] = name_of(participant.lead);
      if (participant.stepped_in) json["stepped_in"] = true;
      if (!person.pronouns.empty()) json["pronouns"] = person.pronouns;
      if (!person.time_zone.empty()) json["time_zone"] = person.time_zone;
      return json;
    });
  }

  Json turns() const {
    return keyed(s_.turns, [this](const auto&, const core::Turn& turn) {
      Json json{{"status", name_of(turn.status)},
                {"share_ms", turn.share.count()},
                {"planned_ms", turn.planned.count()},
                {"guaranteed_ms", turn.guaranteed.count()},
                {"used_ms", turn.used.count()}};
      if (display_) return json;
      if (turn.coach) json["coach"] = turn.coach->value;
      if (!turn.changes->empty()) json["changes"] = changes(*turn.changes);
      return json;
    });
  }

  Json changes(const std::vector<core::Change>& changes) const {
    Json json = Json::array();
    for (const auto& change : changes) {
      Json one{{"cause", name_of(change.cause)}, {"amount_ms", change.amount.count()}};
      if (change.whom) one["whom"] = change.whom->value;
      json.push_back(std::move(one));
    }
    return json;
  }

  Json check_ins() const {
    return keyed(s_.check_ins, [this](const auto&, const core::CheckIn& check_in) {
      Json json{{"status", name_of(check_in.status)}};
      if (check_in.text && !display_) json["text"] = text(*check_in.text);
      return json;
    });
  }

  Json stage(const core::Stage& stage) const {
    Json json{{"id", stage.id.value},
              {"kind", name_of(stage.kind)},
              {"name", stage.name},
              {"started_at", to_text(stage.started_at)},
              {"length_ms", stage.length.count()}};
    if (stage.holder) json["holder"] = stage.holder->value;
    if (stage.overtime > core::Millis{0}) json["overtime_ms"] = stage.overtime.count();
    if (stage.voted && !display_) json["voted"] = true;
    if (!s_.pause) json["deadline"] = to_text(stage.deadline);
    return json;
  }

  Json pause(const core::Pause& pause) const {
    Json json{{"cause", name_of(pause.cause)},
              {"since", to_text(pause.since)},
              {"left_ms", pause.left.count()}};
    if (pause.by && !display_) json["by"] = pause.by->value;
    if (pause.until) json["until"] = to_text(*pause.until);
    return json;
  }

  Json pending(const core::PendingMove& pending) const {
    Json json{{"move", name_of(pending.move)}, {"effective_at", to_text(pending.effective_at)}};
    if (pending.member) json["member"] = pending.member->value;
    if (!display_) json["by"] = pending.by.value;
    return json;
  }

  /// On a shared screen how many said yes, and nobody's name.
  Json vote(const core::Vote& vote) const {
    Json json{{"id", vote.id.value}, {"kind", name_of(vote.kind)}, {"until", to_text(vote.until)}};
    if (vote.amount) json["amount_ms"] = vote.amount->count();
    if (vote.price && !display_) json["price"] = encode_transfer(*vote.price);
    Json ballots = Json::object();
    int yes = 0;
    for (const auto& [voter, ballot] : vote.ballots) {
      ballots[voter.value] = ballot ? (*ballot ? "yes" : "no") : "open";
      if (ballot.value_or(false)) ++yes;
    }
    json["voters"] = vote.ballots.size();
    json["yes"] = yes;
    if (display_) return json;
    json["by"] = vote.by.value;
    json["ballots"] = std::move(ballots);
    return json;
  }

  Json last_move(const core::LastMove& move) const {
    Json json{{"by", move.by.value},
              {"stage", move.before->stage->name},
              {"until", to_text(move.at + s_.agenda->take_back)}};
    if (move.before->stage->holder) json["holder"] = move.before->stage->holder->value;
    return json;
  }

  Json budget() const {
    const auto& budget = s_.budget;
    return {{"total_ms", budget.total.count()},
            {"late_ms", budget.late.count()},
            {"used_ms", budget.used.count()},
            {"check_in_ms", budget.check_in.count()},
            {"turns_ms", core::turns_left(s_).count()},
            {"handover_ms", budget.handover.count()},
            {"closing_ms", budget.closing.count()},
            {"reserve_ms", budget.reserve.count()},
            {"plan", s_.plan}};
  }

  Json entries() const {
    Json json = Json::object();
    for (const auto& entry : s_.entries) {
      Json one{
          {"by", entry.by.value}, {"kind", name_of(entry.kind)}, {"status", name_of(entry.status)}};
      if (entry.text && !display_) one["text"] = text(*entry.text);
      json[entry.id.value] = std::move(one);
    }
    return json;
  }

  Json queue() const {
    Json json = Json::array();
    for (const auto* entry : core::queue(s_)) json.push_back(entry->id.value);
    return json;
  }

  /// What people said and promised: everyone in the room sees it, a shared screen never.
  void add_words(Json& json) const {
    json["challenges"] =
        keyed(s_.challenges, [this](const auto&, const core::Challenge& challenge) {
          Json one{{"text", text(challenge.text)}};
          if (challenge.outcome) one["outcome"] = text(*challenge.outcome);
          return one;
        });
    json["actions"] = keyed(s_.actions, [this](const auto&, const core::Action& action) {
      Json one{{"owner", action.owner.value},
               {"turn", action.turn.value},
               {"what", text(action.what)},
               {"measure", text(action.measure)},
               {"due", to_text(action.due)}};
      if (action.supporter) one["supporter"] = action.supporter->value;
      return one;
    });
    json["waivers"] = keyed(s_.waivers, [this](const auto&, const core::Waiver& waiver) {
      Json one{{"cause", name_of(waiver.cause)}};
      if (waiver.reason) one["reason"] = text(*waiver.reason);
      if (waiver.by) one["by"] = waiver.by->value;
      return one;
    });
    json["review"] = keyed(s_.review, [this](const auto&, const core::ReviewItem& item) {
      Json one{{"owner", item.owner.value},
               {"what", text(item.what)},
               {"measure", text(item.measure)},
               {"due", to_text(item.due)},
               {"status", name_of(item.status)}};
      if (item.supporter) one["supporter"] = item.supporter->value;
      if (item.note) one["note"] = text(*item.note);
      return one;
    });
    json["reflections"] =
        keyed(s_.reflections, [this](const auto&, const core::WordsId& id) -> Json {
          return {{"text", text(id)}};
        });
  }

  const core::Session& s_;
  const core::Wordbook& wordbook_;
  bool display_;
};

}  // namespace

Json encode_state(const core::Session& session, const core::Wordbook& wordbook, Audience audience) {
  return Encoder(session, wordbook, audience).encode();
}

Json encode_preview(const core::Session& now, const core::Session& foreseen, core::Instant at) {
  static const core::Wordbook kNoWords;
  auto json = Encoder(foreseen, kNoWords, Audience::display).encode_minutes();
  json["plan"] = now.plan;
  json["cut_short"] = ids_of(core::cut_short(foreseen, at));
  return json;
}

Json diff(const Json& before, const Json& after) {
  Json patch = Json::object();
  for (const auto& [name, value] : after.items()) {
    const auto found = before.find(name);
    if (found == before.end()) {
      patch[name] = value;
    } else if (*found != value) {
      patch[name] = found->is_object() && value.is_object() ? diff(*found, value) : value;
    }
  }
  for (const auto& [name, value] : before.items()) {
    if (!after.contains(name)) patch[name] = nullptr;
  }
  return patch;
}

}  // namespace turnkeeper::protocol
