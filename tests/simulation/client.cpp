#include "tests/simulation/client.h"

#include <algorithm>
#include <utility>

#include "protocol/time_text.h"

namespace turnkeeper::testing {

using protocol::CloseCode;
using protocol::Json;

Client::Client(Surroundings& around, Disk& disk, Dial dial, ClientId id)
    : around_(around),
      disk_(disk),
      dial_(std::move(dial)),
      id_(std::move(id)),
      clock_error_(around.millis(-43'200'000, 43'200'000)) {}

void Client::broke(const std::string& what) { around_.story.broke(id_.name + " " + what); }

void Client::come(core::Millis delay) {
  const auto when = around_.clock.now() + delay;
  if (link_ || over_ || (comes_at_ && *comes_at_ <= when)) return;
  comes_at_ = when;
  around_.after(delay, [this, when] {
    if (comes_at_ == when) dial();
  });
}

void Client::dial() {
  comes_at_.reset();
  link_ = std::make_shared<Link>(around_, *this, id_.name);
  if (!dial_(link_, id_.session)) {
    link_.reset();
    return come(around_.millis(500, 5'000));
  }
  ++around_.coverage.clients["connections"];
  around_.story.tell(id_.name, "connects, at " + std::to_string(seq_));
  Json params = {{"token", id_.token}};
  if (!epoch_.empty()) params["resume"] = {{"epoch", epoch_}, {"run", run_}, {"seq", seq_}};
  call({"room.join", {}, false, {}}, std::move(params));
}

void Client::gone(std::optional<CloseCode> code) {
  const int number = code ? static_cast<int>(*code) : 1006;
  around_.story.tell(id_.name, "is thrown out with " + std::to_string(number));
  ++around_.coverage.clients["closed with " + std::to_string(number)];
  link_.reset();
  joined_ = false;
  sent_.clear();
  if (code == CloseCode::room_ended) {
    over_ = true;
    return;
  }
  if (code == CloseCode::credential_invalid || code == CloseCode::removed ||
      code == CloseCode::taken_over) {
    return broke("was told not to come back: " + std::to_string(number));
  }
  auto wait = around_.millis(500, 5'000);
  if (number >= 4'500) wait += core::Millis{10'000};
  if (!around_.calm) wait += std::exchange(back_after_, core::Millis{});
  come(wait);
}

void Client::call(Sent sent, Json params) {
  const int id = ++last_request_;
  sent.at = own_clock();
  const Json request = {
      {"jsonrpc", "2.0"}, {"id", id}, {"method", sent.method}, {"params", std::move(params)}};
  sent_.emplace(id, std::move(sent));
  link_->say(request.dump());
}

void Client::want(CallText call) {
  Change change{id_.name + "-" + std::to_string(++last_change_), std::move(call)};
  made_.push_back(change);
  unanswered_.push_back(change);
  if (joined_) send(change);
}

void Client::repeat(const Change& change) {
  if (!joined_) return;
  ++around_.coverage.clients["changes sent again"];
  send(change);
}

void Client::send(const Change& change) {
  auto params = change.call.params;
  params["change"] = change.id;
  const auto& done = disk_.stream(id_.session).by_change;
  if (around_.story.is_told()) {
    around_.story.tell(id_.name, "asks " + change.call.method + " " + params.dump());
  }
  call({change.call.method, change, done.contains({*id_.member, change.id}), {}},
       std::move(params));
}

void Client::sync_clock() {
  if (joined_) call({"clock.sync", {}, false, {}}, Json::object());
}

void Client::leave(core::Millis away) {
  if (!joined_) return;
  back_after_ = away;
  call({"room.leave", {}, false, {}}, Json::object());
}

void Client::hear(const net::Frame& frame) {
  const Json message = Json::parse(*frame);
  if (const auto id = message.find("id"); id != message.end()) {
    if (!id->is_number_integer() || !sent_.contains(id->get<int>())) {
      return broke("was answered what it had not asked: " + *frame);
    }
    const auto sent = sent_.extract(id->get<int>());
    return hear_answer(sent.mapped(), message);
  }
  const auto& method = message["method"].get_ref<const std::string&>();
  if (method == "room.event") take_event(message["params"]);
  if (method == "room.state") {
    ++around_.coverage.clients["whole states for a backlog"];
    if (message["params"]["seq"] < seq_) return broke("was sent back to an earlier state");
    take_state(message["params"]);
  }
}

void Client::hear_answer(const Sent& sent, const Json& message) {
  if (message.contains("error")) return hear_refusal(sent, message["error"]);
  const auto& result = message["result"];
  if (sent.method == "room.join") return hear_welcome(result);
  if (sent.method == "clock.sync") return hear_time(sent, result);
  if (sent.change) hear_result(sent, result);
}

void Client::hear_welcome(const Json& result) {
  joined_ = true;
  const auto seq = result["seq"].get<std::uint64_t>();
  if (!epoch_.empty() && seq < seq_) broke("had seen more than the server knows");
  if (const auto events = result.find("events"); events != result.end()) {
    ++around_.coverage.clients["came back by events"];
    for (const auto& event : *events) take_event(event);
    if (seq_ != seq) broke("came back with a hole");
  } else {
    ++around_.coverage.clients[epoch_.empty() ? "came" : "came back by a whole state"];
    take_state(result);
  }
  epoch_ = result["epoch"];
  run_ = result["run"];
  around_.story.tell(id_.name, "is in, at " + std::to_string(seq_));
  for (const auto& change : std::vector<Change>(unanswered_)) send(change);
  sync_clock();
}

void Client::take_event(const Json& params) {
  const auto seq = params["seq"].get<std::uint64_t>();
  if (seq != seq_ + 1) {
    return broke("was at " + std::to_string(seq_) + " and got event " + std::to_string(seq));
  }
  const auto& rows = disk_.stream(id_.session).rows;
  if (seq > rows.size()) return broke("saw an event that is not on disk");
  const auto& row = rows[seq - 1];
  if (params["event"] != row.name || params["at"] != protocol::to_text(row.at)) {
    return broke("saw another event than the one on disk");
  }
  state_.merge_patch(params["patch"]);
  seq_ = seq;
  ++around_.coverage.clients["events seen"];
}

void Client::take_state(const Json& params) {
  seq_ = params["seq"].get<std::uint64_t>();
  state_ = params["state"];
  if (seq_ > disk_.stream(id_.session).rows.size()) broke("saw a state that is not on disk");
}

/// The offset is right to half of the way there and back, whatever the own clock says.
void Client::hear_time(const Sent& sent, const Json& result) {
  const auto now = own_clock();
  const auto round = now - sent.at;
  const auto server = protocol::parse_instant(result["server_now"].get<std::string>());
  if (!server) return broke("was told a time that is none");
  const auto offset = *server - sent.at - round / 2;
  const auto error = offset + clock_error_;
  if (std::max(error, -error) > round / 2 + core::Millis{1}) broke("was told a wrong time");
  offset_ = offset;
}

void Client::hear_result(const Sent& sent, const Json& result) {
  const auto& change = *sent.change;
  std::erase_if(unanswered_, [&](const Change& each) { return each.id == change.id; });
  const auto& stream = disk_.stream(id_.session);
  const auto seq = result["seq"].get<std::uint64_t>();
  if (seq > stream.rows.size()) broke("got an answer for what is not on disk");
  ++around_.coverage.clients["changes made"];
  const auto done = stream.by_change.find({*id_.member, change.id});
  if (done == stream.by_change.end()) return broke("got an answer that would not outlive a crash");
  if (done->second.seq != seq) broke("was answered with another event than its own");
  const auto [before, first] = results_.emplace(change.id, result);
  if (!first) ++around_.coverage.clients["changes answered again"];
  if (!first && before->second != result) broke("was answered differently: " + change.id);
}

void Client::hear_refusal(const Sent& sent, const Json& error) {
  const auto reason = error["data"].value("reason", "");
  ++around_.coverage.refusals[reason];
  around_.story.tell(id_.name, sent.method + " is refused: " + reason);
  if (sent.method == "room.join") return;  // and thrown out
  if (reason == "parse_error" || reason == "unknown_method") broke("is not understood: " + reason);
  if (!sent.change) return;
  const bool passing = reason == "rate_limited" || reason == "not_allowed";
  if (sent.was_done && !passing) broke("was refused what it had done already: " + sent.change->id);
  std::erase_if(unanswered_, [&](const Change& each) { return each.id == sent.change->id; });
}

}  // namespace turnkeeper::testing
