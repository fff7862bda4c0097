// Hundreds of sessions in which anything may happen, made as short as they will go by RapidCheck.
// Far more of them, and what each kind of event and refusal is to come up: tests/property.
//
// RC_PARAMS="seed=1 max_success=10000" repeats a run or makes it longer; what failed is printed
// with the seed, and made as short as it will go.

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

#include "tests/property/any_session.h"

using namespace turnkeeper::testing;

namespace {

/// RapidCheck reads its settings once, before its first property: more sessions than its default of
/// 100, unless somebody says otherwise.
void set_number_of_sessions() {
  const char* set = std::getenv("RC_PARAMS");
  std::string params = set == nullptr ? "" : set;
  if (params.find("max_success") == std::string::npos) params += " max_success=400";
  setenv("RC_PARAMS", params.c_str(), 1);
}

}  // namespace

TEST_CASE("whatever people do, and whenever, the laws hold and the session ends",
          "[timekeeper][property]") {
  set_number_of_sessions();
  // A seed is as good as any other: a failure is shortened by leaving steps out.
  const auto seed = rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
  CHECK(rc::check([&seed] {
    const auto circle = *seed;
    const auto steps = *rc::gen::container<std::vector<std::uint64_t>>(seed);
    Tally tally;
    AnySession session(circle, tally);
    try {
      for (std::size_t i = 0; i < steps.size(); ++i) session.step(steps[i] + i);
      session.run_out(true);
      session.run_out(false);
    } catch (const Broken& broken) {
      throw Broken(broken.what() + std::string(", after\n") + session.story());
    }
  }));
}
