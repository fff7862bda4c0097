#include "client/scripted_member.h"

#include "protocol/time_text.h"

namespace turnkeeper::client {

ScriptedMember::ScriptedMember(Loop& loop, Options options, std::vector<Rule> rules)
    : loop_(loop), options_(std::move(options)), rules_(std::move(rules)), random_(options_.seed) {}

ScriptedMember::~ScriptedMember() { forget_timers(); }

void ScriptedMember::enter(const std::string& session) {
  go();
  done_.clear();
  RoomClient::Options options;
  options.address = options_.address;
  options.session = session;
  options.token = options_.token;
  options.seed = static_cast<std::uint32_t>(random_());
  options.first_backoff = options_.first_backoff;
  room_ = std::make_unique<RoomClient>(loop_, std::move(options),
                                       RoomClient::Listener{[this](const Json& event) {
                                                              if (on_event) on_event(event);
                                                            },
                                                            [this] { look(); },
                                                            {},
                                                            {}});
  room_->connect();
}

void ScriptedMember::go() {
  forget_timers();
  room_.reset();
}

RoomView ScriptedMember::view() const {
  static const Json nothing = Json::object();
  return room_ ? RoomView(room_->state(), room_->member()) : RoomView(nothing, {});
}

void ScriptedMember::change(const std::string& method, Json params) {
  room_->change(method, std::move(params), [this](const Answer& answer) {
    if (!answer.ok()) ++refusals_[answer.refusal->reason];
  });
}

void ScriptedMember::move(const std::string& method, Json params) {
  params["expect"] = {{"stage", view().stage()}};
  change(method, std::move(params));
}

std::string ScriptedMember::day_from_now(int days) const {
  const auto today = std::chrono::floor<std::chrono::days>(room_->server_now());
  return protocol::to_text(timekeeper::Date{today + std::chrono::days{days}});
}

const std::string& ScriptedMember::one_of(const std::vector<std::string>& choices) {
  return choices[std::uniform_int_distribution<std::size_t>(0, choices.size() - 1)(random_)];
}

void ScriptedMember::look() {
  for (const Rule& rule : rules_) consider(rule);
  if (on_look) on_look(*this);
}

void ScriptedMember::consider(const Rule& rule) {
  if (waiting_.count(rule.name) > 0 || !room_->joined()) return;
  const std::string occasion = rule.occasion(*this);
  if (occasion.empty() || done_.count({rule.name, occasion}) > 0) return;
  if (std::bernoulli_distribution(1.0 - rule.chance)(random_)) {
    done_.insert({rule.name, occasion});
    return;
  }
  waiting_[rule.name] =
      loop_.after(time_of(rule.pace), [this, &rule, occasion] { ring(rule, occasion); });
}

void ScriptedMember::ring(const Rule& rule, const std::string& occasion) {
  waiting_.erase(rule.name);
  if (!room_->joined()) return;  // Back in the room, they look again.
  if (rule.occasion(*this) == occasion) {
    done_.insert({rule.name, occasion});
    rule.act(*this);
  }
  // Meanwhile another occasion may have come, and no event may follow to bring it to mind.
  if (room_) look();
}

Millis ScriptedMember::time_of(Pace pace) {
  std::uniform_int_distribution<Millis::rep> any(pace.least.count(), pace.most.count());
  return Millis{static_cast<Millis::rep>(static_cast<double>(any(random_)) / options_.speed)};
}

void ScriptedMember::forget_timers() {
  for (const auto& [rule, ticket] : waiting_) loop_.cancel(ticket);
  waiting_.clear();
}

}  // namespace turnkeeper::client
