// People in rooms of a server that is somewhere else, while somebody spoils the network between
// them (scripts/networks).
//
//   people HOST PORT ROOMS
//
// Reads what the network is like from its input, a line each, and answers each with a line:
//
//   work SECONDS MILLISECONDS   everybody talks for so long, and all bytes are late by so much each
//                               way, by a proxy on this side
//   heal                        the network is good again: waits until everybody has seen the same
//                               and has all their answers
//
// At the end of the input it holds what was told against the journals. Fails at the first promise
// that was not kept.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "client/circle_calls.h"
#include "client/room_client.h"
#include "protocol/agenda_codec.h"
#include "tests/integration/fault_proxy.h"

namespace {

using namespace turnkeeper;
using client::Json;
using client::RoomClient;
using Millis = std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t kPeople = 8;
constexpr Millis kPace{500};
constexpr auto kPatience = 120s;

void require(bool kept, const std::string& promise) {
  if (!kept) throw std::runtime_error(promise);
}

/// Check-ins that are longer than all of this.
Json long_check_in() {
  Json agenda = protocol::encode_agenda(*protocol::shipped_agenda("group-75"));
  agenda["name"] = "long";
  agenda["check_in_s"] = 600;
  agenda["total_s"] = 28'800;
  return agenda;
}

/// Somebody who says one thing after the other, however long the answers take.
struct Person {
  std::string member;
  std::unique_ptr<RoomClient> client;
  std::vector<std::uint64_t> seen;  ///< seqs
  std::size_t asked = 0;
  std::size_t answered = 0;
};

class Room {
 public:
  Room(client::Loop& loop, const client::HttpClient& http, const client::Address& address)
      : loop_(loop), http_(http) {
    Json names = Json::array();
    for (std::size_t i = 1; i <= kPeople; ++i) names.push_back("Member " + std::to_string(i));
    const Json created = client::start_circle(
        http, {{"name", "Far"}, {"agenda", long_check_in()}, {"members", names}});
    circle_ = created.at("circle");
    session_ = created.at("session");
    coordinator_ = created.at("links").at("coordinator").at("token");
    for (const Json& link : created.at("links").at("personal")) {
      people_.push_back(std::make_unique<Person>());
      enter(*people_.back(), link, address);
    }
  }

  void start() {
    people_.front()->client->change(
        "session.start", Json::object(),
        [this](const client::Answer& answer) { started_ = answer.ok(); });
  }

  void talk() {
    for (const auto& one : people_) {
      if (one->client->unanswered() > 0) continue;
      Person& person = *one;
      person.client->change(
          "checkin.say", {{"text", "thing " + std::to_string(++person.asked)}},
          [&person](const client::Answer& answer) { person.answered += answer.ok(); });
    }
  }

  bool all_in() const {
    return std::all_of(people_.begin(), people_.end(),
                       [](const auto& one) { return one->client->joined(); });
  }

  bool in_step() const {
    return all_in() && started_ &&
           std::all_of(people_.begin(), people_.end(), [&](const auto& one) {
             return one->client->unanswered() == 0 &&
                    one->client->seq() == people_.front()->client->seq();
           });
  }

  std::size_t answered() const {
    std::size_t sum = 0;
    for (const auto& one : people_) sum += one->answered;
    return sum;
  }
  int joins() const {
    int sum = 0;
    for (const auto& one : people_) sum += one->client->tally().joins;
    return sum;
  }

  /// REQUIRES: it is in step.
  void check() const {
    for (const auto& one : people_) {
      require(one->client->tally().gaps == 0, "an event did not follow the one before");
      require(std::is_sorted(one->seen.begin(), one->seen.end(), std::less_equal<>()),
              "an event came twice, or too late");
      require(one->client->state() == people_.front()->client->state(),
              "two people see two states");
      require(one->answered == one->asked, "something that was said was not taken");
    }
    check_journal();
  }

 private:
  void enter(Person& person, const Json& link, const client::Address& address) {
    person.member = link.at("member");
    RoomClient::Options options;
    options.address = address;
    options.session = session_;
    options.token = link.at("token");
    options.seed = static_cast<std::uint32_t>(people_.size());
    RoomClient::Listener listener;
    listener.on_event = [&person](const Json& event) { person.seen.push_back(event.at("seq")); };
    person.client = std::make_unique<RoomClient>(loop_, options, std::move(listener));
    person.client->connect();
  }

  void check_journal() const {
    const Json events =
        http_.get("/api/v1/circles/" + circle_ + "/sessions/" + session_ + "/journal", coordinator_)
            .json()
            .at("events");
    for (const auto& one : people_) {
      const auto said = std::count_if(events.begin(), events.end(), [&](const Json& event) {
        return event.at("event") == "checkin.said" && event.at("by") == one->member;
      });
      require(static_cast<std::size_t>(said) == one->answered,
              "what was said is not in the journal once: " + std::to_string(said) + " of " +
                  std::to_string(one->answered));
    }
  }

  client::Loop& loop_;
  const client::HttpClient& http_;
  std::string circle_;
  std::string session_;
  std::string coordinator_;
  bool started_ = false;
  std::vector<std::unique_ptr<Person>> people_;
};

class Town {
 public:
  Town(const client::Address& server, std::size_t rooms)
      : http_(server, kPatience), network_(loop_, server) {
    for (std::size_t i = 0; i < rooms; ++i) {
      rooms_.push_back(std::make_unique<Room>(loop_, http_, network_.address()));
    }
    until([](const Room& room) { return room.all_in(); }, "not everybody gets in");
    for (const auto& room : rooms_) room->start();
    until([](const Room& room) { return room.in_step(); }, "the sessions do not start");
  }

  void work(Millis length, Millis late) {
    network_.delay(late, late / 4);
    const auto until = Clock::now() + length;
    while (Clock::now() < until) {
      for (const auto& room : rooms_) room->talk();
      loop_.run_until([] { return false; }, kPace);
    }
  }

  void heal() {
    network_.delay(0ms, 0ms);
    until([](const Room& room) { return room.in_step(); }, "not everybody is back");
  }

  void check() const {
    for (const auto& room : rooms_) room->check();
  }

  std::size_t answered() const {
    std::size_t sum = 0;
    for (const auto& room : rooms_) sum += room->answered();
    return sum;
  }
  int joins() const {
    int sum = 0;
    for (const auto& room : rooms_) sum += room->joins();
    return sum;
  }

 private:
  void until(bool (*condition)(const Room&), const std::string& complaint) {
    const bool in_time = loop_.run_until(
        [&] {
          return std::all_of(rooms_.begin(), rooms_.end(),
                             [&](const auto& room) { return condition(*room); });
        },
        kPatience);
    require(in_time, complaint);
  }

  client::Loop loop_;
  client::HttpClient http_;
  test::FaultProxy network_;
  std::vector<std::unique_ptr<Room>> rooms_;
};

void live(Town& town) {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string what;
    long length = 0;
    long late = 0;
    words >> what >> length >> late;
    const auto start = Clock::now();
    if (what == "work") {
      town.work(std::chrono::seconds(length), Millis(late));
      std::cout << town.answered() << " answers, " << town.joins() << " joins so far" << std::endl;
    } else {
      town.heal();
      std::cout << "all of one mind after "
                << std::chrono::ceil<Millis>(Clock::now() - start).count() << " ms" << std::endl;
    }
  }
  town.check();
  std::cout << town.answered() << " changes, each once; 0 lost, 0 doubled" << std::endl;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  try {
    Town town({arguments[1], static_cast<std::uint16_t>(std::stoi(arguments[2]))},
              std::stoul(arguments[3]));
    std::cout << "ready" << std::endl;
    live(town);
  } catch (const std::exception& failure) {
    std::cout << "FAILED: " << failure.what() << std::endl;
    return 1;
  }
}
