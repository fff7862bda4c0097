// A circle's actions as a request asks for them: which ones, and in which form.
#pragma once

#include <string>
#include <vector>

#include "net/http.h"
#include "protocol/json.h"
#include "store/queries.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

/// The filters of the query. Throws Refused for one that is unknown, said twice, or of no possible
/// value.
store::ActionFilter read_filter(const net::HttpRequest& request);

enum class ListForm { json, csv, markdown };

/// The form that the Accept header likes best; JSON if it names none of ours.
ListForm accepted_form(std::string_view accept);

protocol::Json encode_action(const store::ActionRow& action);

net::HttpResponse list_answer(ListForm form, const std::string& circle,
                              const std::vector<store::ActionRow>& actions);

}  // namespace turnkeeper::api
