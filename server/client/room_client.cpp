#include "client/room_client.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "protocol/time_text.h"

namespace turnkeeper::client {
namespace {

constexpr int kSamples = 5;

Instant system_now() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

/// protocol/PROTOCOL.md, "Close codes".
bool may_come_back(const Closed& closed) {
  // Of refused upgrades those pass that are about the moment: the request came too late, too many
  // did, or the server, or a proxy in front of it, cannot serve now.
  const int status = closed.http_status;
  if (status != 0) return status == 408 || status == 429 || (status >= 500 && status <= 504);
  static constexpr std::array<std::uint16_t, 5> passing{1001, 1006, 1011, 1012, 1013};
  return std::find(passing.begin(), passing.end(), closed.code) != passing.end() ||
         (closed.code >= 4000 && closed.code < 4500);
}

/// Random from the machine, not from the seed: two lives of one seat must not use one id for two
/// changes.
std::string unique_prefix() {
  std::random_device chance;
  std::array<char, 20> text{};
  std::snprintf(text.data(), text.size(), "%08x%08x", chance(), chance());
  return text.data();
}

Instant server_now_in(const Json& result) {
  return protocol::parse_instant(result.at("server_now").get<std::string>()).value();
}

Answer connection_lost() {
  return {{}, Refusal{0, "connection_lost", "The connection ended before the answer came."}};
}

Answer read_answer(const Json& message) {
  if (message.contains("result")) return {message["result"], std::nullopt};
  const Json& error = message.at("error");
  Refusal refusal{error.at("code").get<int>(), {}, error.value("message", ""), Json::object()};
  if (const auto data = error.find("data"); data != error.end()) refusal.data = *data;
  refusal.reason = refusal.data.value("reason", "");
  return {{}, std::move(refusal)};
}

}  // namespace

RoomClient::RoomClient(Loop& loop, Options options, Listener listener)
    : loop_(loop),
      options_(std::move(options)),
      listener_(std::move(listener)),
      backoff_(options_.first_backoff),
      random_(options_.seed),
      change_prefix_(unique_prefix()) {
  if (!options_.clock) options_.clock = system_now;
}

RoomClient::~RoomClient() { loop_.cancel(timer_); }

void RoomClient::connect() {
  if (standing_ == Standing::joined || standing_ == Standing::connecting) return;
  loop_.cancel(timer_);
  standing_ = Standing::connecting;
  socket_ = std::make_unique<WebSocket>(
      loop_, options_.address, "/ws/v1/sessions/" + options_.session, options_.origin,
      WebSocket::Listener{[this] { opened(); }, [this](std::string_view text) { received(text); },
                          [this](const Closed& closed_how) { closed(closed_how); }});
}

void RoomClient::drop(Millis away_for) {
  cut(Standing::away);
  come_back(away_for);
  changed();
}

void RoomClient::vanish() {
  cut(Standing::away);
  changed();
}

void RoomClient::leave() { request("room.leave", Json::object(), {}); }

void RoomClient::request(const std::string& method, Json params, Answered answered) {
  if (standing_ != Standing::joined) {
    if (answered) answered(connection_lost());
    return;
  }
  send(method, params, std::move(answered));
}

std::string RoomClient::change(const std::string& method, Json params, Answered answered) {
  std::string id = change_prefix_ + "-" + std::to_string(++last_change_);
  change_as(id, method, std::move(params), std::move(answered));
  return id;
}

void RoomClient::change_as(const std::string& id, const std::string& method, Json params,
                           Answered answered) {
  if (standing_ == Standing::gone) {
    if (answered) answered(connection_lost());
    return;
  }
  params["change"] = id;
  changes_.push_back({id, method, std::move(params), std::move(answered), false});
  if (joined()) send_change(changes_.back());
}

Instant RoomClient::server_now() const { return options_.clock() + offset_.value(); }

void RoomClient::opened() {
  Json params{{"token", options_.token}};
  if (!epoch_.empty()) params["resume"] = {{"epoch", epoch_}, {"run", run_}, {"seq", seq_}};
  const Instant now = options_.clock();
  send("room.join", params, [this, now](const Answer& answer) { entered(answer, now); });
}

void RoomClient::entered(const Answer& answer, Instant sent) {
  // Of a refused join the server's close says the rest: without a join it comes in ten seconds at
  // the latest.
  if (!answer.ok()) return;
  const Json& result = answer.result;
  ++tally_.joins;
  offset_.forget();
  offset_.add(sent, options_.clock(), server_now_in(result));
  member_ = result.value("member", "");
  role_ = result.at("role");
  standing_ = Standing::joined;
  backoff_ = options_.first_backoff;
  told_delay_.reset();

  if (result.contains("state")) {
    state_ = result["state"];
    seq_ = result.at("seq");
  } else {
    ++tally_.resumed;
    for (const Json& event : result.at("events")) {
      apply(event);
      if (!joined()) return;
    }
  }
  epoch_ = result.at("epoch");
  run_ = result.at("run");
  if (seq_ != result.at("seq").get<std::uint64_t>()) {
    ++tally_.gaps;
    return start_over();
  }
  for (Change& change : changes_) send_change(change);
  tell_the_time(kSamples);
  changed();
}

void RoomClient::tell_the_time(int samples) {
  if (samples == 0 || !joined()) return;
  const Instant sent = options_.clock();
  send("clock.sync", Json::object(), [this, sent, samples](const Answer& answer) {
    if (!answer.ok()) return;
    offset_.add(sent, options_.clock(), server_now_in(answer.result));
    tell_the_time(samples - 1);
  });
}

void RoomClient::received(std::string_view text) {
  const Json message = Json::parse(text, nullptr, false);
  if (!message.is_object()) return start_over();
  if (message.contains("method")) {
    notified(message["method"], message.value("params", Json::object()));
  } else {
    answered(message);
  }
}

void RoomClient::answered(const Json& message) {
  const Json& id = message.at("id");
  if (!id.is_number_integer()) return;
  const auto found = sent_.find(id.get<int>());
  if (found == sent_.end()) return;
  const Sent sent = std::move(found->second);
  sent_.erase(found);
  if (sent.answered) sent.answered(read_answer(message));
}

void RoomClient::notified(const std::string& method, const Json& params) {
  if (method == "room.closing") {
    told_delay_ = Millis{params.at("reconnect_after_ms").get<std::int64_t>()};
  } else if (method == "room.notice") {
    if (listener_.on_notice) listener_.on_notice(params);
  } else if (!joined()) {
    return;
  } else if (method == "room.event") {
    apply(params);
    changed();
  } else if (method == "room.state") {
    epoch_ = params.at("epoch");
    run_ = params.at("run");
    seq_ = params.at("seq");
    state_ = params.at("state");
    changed();
  } else if (method == "seat.state") {
    seat_ = params;
    changed();
  }
}

void RoomClient::apply(const Json& event) {
  if (event.at("seq").get<std::uint64_t>() != seq_ + 1) {
    ++tally_.gaps;
    return start_over();
  }
  ++seq_;
  state_.merge_patch(event.at("patch"));
  if (listener_.on_event) listener_.on_event(event);
}

void RoomClient::start_over() {
  // Without a position the whole state comes, whatever went wrong with this one.
  epoch_.clear();
  cut(Standing::away);
  come_back(next_delay());
}

void RoomClient::closed(const Closed& how) {
  last_close_ = how;
  const bool back = may_come_back(how);
  cut(back ? Standing::away : Standing::gone);
  if (back) come_back(next_delay());
  if (listener_.on_closed) listener_.on_closed(how);
  changed();
}

void RoomClient::cut(Standing standing) {
  loop_.cancel(timer_);
  standing_ = standing;
  socket_.reset();
  const auto sent = std::move(sent_);
  sent_.clear();
  // A change that is still to be sent again has no answer yet; it is settled by the next
  // connection.
  for (const auto& [id, request] : sent) {
    if (request.answered) request.answered(connection_lost());
  }
  if (standing != Standing::gone) return;
  const auto changes = std::move(changes_);
  changes_.clear();
  for (const Change& change : changes) {
    if (change.answered) change.answered(connection_lost());
  }
}

void RoomClient::come_back(Millis delay) {
  timer_ = loop_.after(delay, [this] { connect(); });
}

Millis RoomClient::next_delay() {
  if (told_delay_) return *std::exchange(told_delay_, std::nullopt);
  const auto whole = backoff_.count();
  backoff_ = std::min(backoff_ * 2, options_.longest_backoff);
  return Millis{std::uniform_int_distribution<Millis::rep>(whole / 2, whole)(random_)};
}

void RoomClient::send(const std::string& method, const Json& params, Answered answered) {
  const int id = ++last_id_;
  sent_.emplace(id, Sent{options_.clock(), std::move(answered)});
  socket_->send(
      Json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}.dump());
}

void RoomClient::send_change(Change& change) {
  if (std::exchange(change.sent_before, true)) ++tally_.resent;
  send(change.method, change.params,
       [this, id = change.id](const Answer& answer) { settle(id, answer); });
}

void RoomClient::settle(const std::string& id, const Answer& answer) {
  if (!answer.ok() && answer.refusal->reason == "connection_lost") return;
  const auto found = std::find_if(changes_.begin(), changes_.end(),
                                  [&](const Change& change) { return change.id == id; });
  if (found == changes_.end()) return;
  const Change change = std::move(*found);
  changes_.erase(found);
  if (change.answered) change.answered(answer);
}

void RoomClient::changed() {
  if (listener_.on_changed) listener_.on_changed();
}

}  // namespace turnkeeper::client
