// What is looked up on a thread of its own, and a disk that takes its time.
#include "store/reader.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "store/store_error.h"
#include "store_fixture.h"

using namespace turnkeeper;
using namespace turnkeeper::store;
using namespace std::chrono_literals;

namespace {

/// A store, and a reader whose disk hangs when a test says so.
struct Library {
  explicit Library(std::size_t most_waiting = ReaderOptions{}.most_waiting)
      : reader(store.database, store.pump.post(),
               {.most_waiting = most_waiting, .now = [this] { return now.load(); }}) {}
  ~Library() { let_go(); }

  /// From here on nothing is read, until `let_go`.
  void hang() {
    std::promise<void> began;
    reader.ask(
        [&began, until = gate.get_future().share()](Queries&) {
          began.set_value();
          until.wait();
          return true;
        },
        [this](const auto&) { ++answers; });
    began.get_future().wait();
  }
  void let_go() {
    if (!std::exchange(open, true)) gate.set_value();
  }

  void pass(std::chrono::milliseconds length) { now = now.load() + length; }

  /// How a question was answered: by itself, or by a sentence; empty while it is not.
  std::shared_ptr<std::string> ask(const std::string& name) {
    auto heard = std::make_shared<std::string>();
    reader.ask(
        [this, name](Queries& queries) {
          read.push_back(name);
          return queries.last_seq(name);
        },
        [this, heard](rooms::Outcome<std::uint64_t> came) {
          ++answers;
          try {
            *heard = std::to_string(came.get());
          } catch (const StoreError& error) {
            *heard = error.what();
          }
        });
    return heard;
  }
  void wait_for_answers(int count) {
    store.pump.run_until([&] { return answers >= count; });
  }

  TemporaryDirectory temporary;
  Store store{temporary.path()};
  std::atomic<std::chrono::steady_clock::time_point> now{std::chrono::steady_clock::now()};
  std::promise<void> gate;
  bool open = false;
  int answers = 0;
  std::vector<std::string> read;  ///< by the reader's thread; to be looked at when it has answered
  Reader reader;
};

const std::string kNoAnswer = "The disk did not answer in time.";

}  // namespace

TEST_CASE("what is asked is answered in order, later, and sees what was committed before",
          "[store]") {
  Library library;
  append(library.store.writer, library.store.pump, new_circle("c"));
  const auto first = library.ask("c");
  const auto second = library.ask("none");
  CHECK(first->empty());
  library.wait_for_answers(2);
  CHECK(*first == "1");
  CHECK(*second == "0");
  CHECK(library.read == std::vector<std::string>{"c", "none"});
  library.pass(1h);
  CHECK_FALSE(library.reader.stuck());
}

TEST_CASE("what a question throws is its answer, and the next one is asked", "[store]") {
  Library library;
  std::string heard;
  library.reader.ask([](Queries&) -> int { throw StoreError("It is burnt."); },
                     [&](rooms::Outcome<int> came) { heard = complaint([&] { came.get(); }); });
  library.ask("c");
  library.wait_for_answers(1);
  CHECK(heard == "It is burnt.");
}

TEST_CASE("who has waited too long is told so once, and what comes after all is dropped",
          "[store]") {
  Library library;
  library.hang();
  const auto early = library.ask("early");
  library.pass(4'999ms);
  const auto late = library.ask("late");
  library.reader.watch();
  CHECK(library.answers == 0);
  CHECK_FALSE(library.reader.stuck());
  library.pass(1ms);
  CHECK(library.reader.stuck());
  library.reader.watch();
  CHECK(library.answers == 2);
  CHECK(*early == kNoAnswer);
  CHECK(late->empty());
  library.reader.watch();
  CHECK(library.answers == 2);

  library.let_go();
  library.wait_for_answers(3);
  CHECK(*late == "0");
  CHECK(library.answers == 3);
  CHECK(library.read == std::vector<std::string>{"late"});  // and nothing for nobody
  CHECK_FALSE(library.reader.stuck());
}

TEST_CASE("whoever waits too long behind many others on a disk that is well is told that",
          "[store]") {
  std::promise<void> began;  // before the library: its reader's thread uses them to the end
  std::promise<void> second;
  Library library;
  library.hang();
  library.reader.ask(
      [&](Queries&) {
        began.set_value();
        second.get_future().wait();
        return true;
      },
      [&](const auto&) { ++library.answers; });
  const auto last = library.ask("last");
  library.pass(3s);
  library.let_go();
  library.wait_for_answers(1);
  began.get_future().wait();
  library.pass(2s);
  library.reader.watch();
  CHECK(*last == "Too many wait for the disk to answer.");
  second.set_value();
}

TEST_CASE("who comes to a disk that does not answer is told so at once", "[store]") {
  Library library;
  library.hang();
  library.pass(5s);
  const auto heard = library.ask("c");
  CHECK(heard->empty());
  library.wait_for_answers(2);  // whoever asked before is told before
  CHECK(*heard == kNoAnswer);
  library.let_go();
  library.store.pump.run_until([&] { return !library.reader.stuck(); });
  CHECK(*library.ask("d") == "");
  library.wait_for_answers(3);
  CHECK(library.read == std::vector<std::string>{"d"});
}

TEST_CASE("more than so many questions do not wait", "[store]") {
  Library library(2);
  library.hang();
  const auto fits = library.ask("a");
  const auto one_too_many = library.ask("b");
  CHECK(one_too_many->empty());
  library.wait_for_answers(1);
  CHECK(*one_too_many == "Too many wait for the disk to answer.");
  library.let_go();
  library.wait_for_answers(3);
  CHECK(*fits == "0");
  CHECK(library.read == std::vector<std::string>{"a"});
}

TEST_CASE("what hangs on a question goes where it was asked", "[store]") {
  Library library;
  std::vector<std::thread::id> gone;
  {
    std::promise<void> looked_after;
    const auto post = [&, until = looked_after.get_future().share()](std::function<void()> work) {
      library.store.pump.post()(std::move(work));
      until.wait();
    };
    Reader reader(library.store.database, post);
    std::shared_ptr<int> belongings(new int, [&](const int* each) {
      gone.push_back(std::this_thread::get_id());
      delete each;
    });
    reader.ask([belongings](Queries&) { return belongings; },
               [&, belongings = std::move(belongings)](const auto&) { ++library.answers; });
    library.wait_for_answers(1);
    looked_after.set_value();
  }
  CHECK(gone == std::vector{std::this_thread::get_id()});
}
