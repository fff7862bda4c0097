// The one reader: a thread that looks things up, so that a disk that takes its time keeps nobody
// waiting but those who asked.
//
// Threads: everything is called on the loop; what is asked runs on the reader's thread, and the
// outcome comes back by `post`.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "rooms/outcome.h"
#include "store/database.h"
#include "store/queries.h"

namespace turnkeeper::store {

struct ReaderOptions {
  /// How long an answer is waited for.
  std::chrono::milliseconds patience{5'000};
  std::size_t most_waiting = 16'384;  ///< questions; beyond, they fail at once
  /// Any thread.
  std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
};

class Reader {
 public:
  /// Runs a function on the loop, soon, and never from inside. Must be safe to call from any
  /// thread.
  using Post = std::function<void(std::function<void()>)>;

  /// Throws StoreError if the database cannot be opened.
  Reader(const Database& database, Post post, ReaderOptions options = {});
  /// Waits for the question at hand. Nobody is answered any more.
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Runs `read` with the Queries, one question after the other, and `then` with what it returned
  /// or threw, later and once. What was committed before this call is seen. NoAnswerError for one
  /// that is not answered in time, or that is too many.
  ///
  /// `read` touches nothing of the loop's; it is destroyed there all the same, as `then` is.
  template <class Read, class Then>
  void ask(Read read, Then then) {
    add(std::make_shared<QuestionOf<Read, Then>>(std::move(read), std::move(then)));
  }

  /// To be called every second or so: whoever has waited too long is told so.
  void watch();
  /// Whether the question at hand has waited for the disk for longer than anybody is patient.
  bool stuck() const;

 private:
  struct Question {
    virtual ~Question() = default;
    virtual void read(Queries& queries) = 0;  ///< on the reader's thread
    virtual void answer() = 0;                ///< after it
    virtual void fail(std::exception_ptr why) = 0;

    std::uint64_t number = 0;
    std::chrono::steady_clock::time_point asked_at;
    std::atomic<bool> failed{false};  ///< nobody waits for the answer any more
  };

  template <class Read, class Then>
  struct QuestionOf : Question {
    using Came = rooms::Outcome<std::invoke_result_t<Read&, Queries&>>;

    QuestionOf(Read to_read, Then and_then) : look(std::move(to_read)), then(std::move(and_then)) {}
    void read(Queries& queries) override {
      came.emplace(Came::of([&] { return look(queries); }));
    }
    void answer() override { then(*std::move(came)); }
    void fail(std::exception_ptr why) override { then(Came::failed(std::move(why))); }

    Read look;
    Then then;
    std::optional<Came> came;
  };

  void add(std::shared_ptr<Question> question);

  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace turnkeeper::store
