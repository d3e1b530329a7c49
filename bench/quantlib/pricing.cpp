// The options of PricingBench.cs priced by QuantLib: options a second of processor time, as lines of name and number.
#include <ql/quantlib.hpp>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>
using namespace QuantLib;

static const int Count = 1024;
static volatile double sink;

static void rate(const char* name, const std::function<double(int)>& one) {
    double best = 0;
    for (int round = 0; round < 6; round++) {
        std::clock_t start = std::clock(), now = start;
        long options = 0;
        while (now - start < CLOCKS_PER_SEC / 4) {
            double sum = 0;
            for (int i = 0; i < Count; i++) sum += one(i);
            sink = sum;
            options += Count;
            now = std::clock();
        }
        best = std::max(best, options / (double(now - start) / CLOCKS_PER_SEC));
    }
    std::printf("%s %.0f\n", name, best);
}

int main() {
    const double S = 100, T = 182 / 365.0, r = 0.05, q = 0.02;
    std::vector<double> strike(Count), vol(Count), price(Count);
    for (int i = 0; i < Count; i++) {
        strike[i] = 60 + 80.0 * i / Count;
        vol[i] = 0.15 + 0.3 * (i * 37 % Count) / Count;
        price[i] = blackFormula(Option::Put, strike[i], S * std::exp((r - q) * T), vol[i] * std::sqrt(T), std::exp(-r * T));
    }
    rate("european+greeks", [&](int i) {
        BlackCalculator c(Option::Put, strike[i], S * std::exp((r - q) * T), vol[i] * std::sqrt(T), std::exp(-r * T));
        return c.value() + c.delta(S) + c.gamma(S) + c.vega(T) + c.theta(S, T) + c.rho(T);
    });
    rate("implied-vol", [&](int i) {
        return blackFormulaImpliedStdDev(Option::Put, strike[i], S * std::exp((r - q) * T), price[i], std::exp(-r * T), 0.0, Null<Real>(), 1e-12) / std::sqrt(T);
    });

    Date today(1, January, 2020), expiry(1, July, 2020);
    Settings::instance().evaluationDate() = today;
    DayCounter days = Actual365Fixed();
    auto volQuote = ext::make_shared<SimpleQuote>(0.2);
    auto process = ext::make_shared<BlackScholesMertonProcess>(
        Handle<Quote>(ext::make_shared<SimpleQuote>(S)), Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, q, days)),
        Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, r, days)),
        Handle<BlackVolTermStructure>(ext::make_shared<BlackConstantVol>(today, NullCalendar(), Handle<Quote>(volQuote), days)));
    auto exercise = ext::make_shared<AmericanExercise>(today, expiry);
    std::vector<ext::shared_ptr<VanillaOption>> options;
    for (int i = 0; i < Count; i++)
        options.push_back(ext::make_shared<VanillaOption>(ext::make_shared<PlainVanillaPayoff>(Option::Put, strike[i]), exercise));
    auto american = [&](const char* name, const ext::shared_ptr<PricingEngine>& engine) {
        for (auto& option : options) option->setPricingEngine(engine);
        rate(name, [&](int i) { options[i]->recalculate(); return options[i]->NPV(); });
    };
    american("american-fast", ext::make_shared<QdFpAmericanEngine>(process, QdFpAmericanEngine::fastScheme()));
    american("american-accurate", ext::make_shared<QdFpAmericanEngine>(process, QdFpAmericanEngine::accurateScheme()));
    american("bjerksund-stensland-1993", ext::make_shared<BjerksundStenslandApproximationEngine>(process));
    american("barone-adesi-whaley", ext::make_shared<BaroneAdesiWhaleyApproximationEngine>(process));
}
