// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/apply.h"
#include "kiosk/flow/view.h"
