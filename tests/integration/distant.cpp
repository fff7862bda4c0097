#include "integration/distant.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

namespace turnkeeper::test {

RoomClient::Listener Seen::listener() {
  return {[this](const Json& event) { seqs_.push_back(event.at("seq")); }, {}, {}, {}};
}

bool Seen::in_order() const {
  return std::adjacent_find(seqs_.begin(), seqs_.end(), std::greater_equal<>()) == seqs_.end();
}

std::ptrdiff_t Seen::jumps() const {
  std::ptrdiff_t jumps = 0;
  for (std::size_t i = 1; i < seqs_.size(); ++i) jumps += seqs_[i] != seqs_[i - 1] + 1;
  return jumps;
}

Distant::Distant() : Serving(folder.path()) {}

std::unique_ptr<RoomClient> Distant::come(const FaultProxy& network, const Seat& seat,
                                          RoomClient::Listener listener) {
  return connect_to(network.address(), ours, seat, std::move(listener));
}

void Distant::all_in(std::initializer_list<const RoomClient*> people) {
  REQUIRE(until([&] {
    return std::all_of(people.begin(), people.end(),
                       [](const RoomClient* one) { return one->joined(); });
  }));
}

bool Distant::in_step(const RoomClient& first, const RoomClient& second) {
  return first.joined() && second.joined() && first.seq() == second.seq();
}

int Distant::closed_with(int code) const {
  const std::string name =
      "\nturnkeeper_sockets_closed_total{code=\"" + std::to_string(code) + "\"} ";
  const std::string all = http().get("/metrics").body;
  const std::size_t line = all.find(name);
  return line == std::string::npos ? 0 : std::stoi(all.substr(line + name.size()));
}

void Distant::until_closed_with(int code, Loop::Millis patience) {
  bool closed = false;
  const std::function<void()> look = [&] {
    closed = closed_with(code) > 0;
    if (!closed) loop.after(200ms, look);
  };
  look();
  INFO(code);
  REQUIRE(until([&] { return closed; }, patience));
}

std::ptrdiff_t count(const Json& journal, const std::string& event) {
  return std::count_if(journal.begin(), journal.end(),
                       [&](const Json& one) { return one.at("event") == event; });
}

}  // namespace turnkeeper::test
