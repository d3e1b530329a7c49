// American prices of QuantLib's high-precision scheme on a wide grid of random cases, as the test of AmericanOption reads them.
// g++ -O2 -w -o grid american-grid.cpp -lQuantLib && ./grid > american-quantlib.csv
// A case is kept when both fixed-point equations of the scheme agree to 1e-8 of the spot: the reference must be beyond doubt.
#include <ql/quantlib.hpp>
#include <cmath>
#include <cstdio>
#include <random>

using namespace QuantLib;

int main() {
    std::mt19937_64 random(7);
    auto uniform = [&](double low, double high) { return low + (high - low) * std::uniform_real_distribution<>(0, 1)(random); };
    auto rounded = [](double x, double unit) { return std::round(x / unit) * unit; };
    Date today(1, January, 2020);
    Settings::instance().evaluationDate() = today;
    DayCounter days = Actual365Fixed();
    std::printf("right,strike,vol,days,rate,yield,price\n");
    int kept = 0, left = 0;
    for (int i = 0; kept < 700; i++) {
        bool call = uniform(0, 1) < 0.5;
        double r = rounded(uniform(-0.02, 0.15), 1e-4), q = rounded(uniform(-0.02, 0.15), 1e-4);
        double vol = rounded(std::exp(uniform(std::log(0.01), std::log(2.0))), 1e-4);
        int life = (int)std::exp(uniform(0, std::log(1826.0)));
        double strike = rounded(100 * std::exp(i % 2 ? uniform(-0.2, 0.2) : uniform(std::log(0.3), std::log(3.0))), 1e-2);
        if (i % 7 == 0) { // strong carry: it moves the forward by more than the volatility does
            vol = rounded(uniform(0.01, 0.08), 1e-4);
            (call ? q : r) = rounded(uniform(0.06, 0.15), 1e-4);
            (call ? r : q) = rounded(uniform(-0.02, 0.02), 1e-4);
            life = (int)uniform(100, 1800);
            strike = rounded(uniform(97, 103), 1e-2);
        }
        auto process = ext::make_shared<BlackScholesMertonProcess>(
            Handle<Quote>(ext::make_shared<SimpleQuote>(100.0)), Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, q, days)),
            Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, r, days)),
            Handle<BlackVolTermStructure>(ext::make_shared<BlackConstantVol>(today, NullCalendar(), vol, days)));
        VanillaOption option(ext::make_shared<PlainVanillaPayoff>(call ? Option::Call : Option::Put, strike), ext::make_shared<AmericanExercise>(today, today + life));
        try {
            option.setPricingEngine(ext::make_shared<QdFpAmericanEngine>(process, QdFpAmericanEngine::highPrecisionScheme(), QdFpAmericanEngine::FP_A));
            double a = option.NPV();
            option.setPricingEngine(ext::make_shared<QdFpAmericanEngine>(process, QdFpAmericanEngine::highPrecisionScheme(), QdFpAmericanEngine::FP_B));
            double b = option.NPV();
            if (!(std::fabs(a - b) <= 1e-6)) {
                left++;
                continue;
            }
            std::printf("%c,%.2f,%.4f,%d,%.4f,%.4f,%.10g\n", call ? 'C' : 'P', strike, vol, life, r, q, b);
            kept++;
        } catch (std::exception&) {
            left++;
        }
    }
    std::fprintf(stderr, "%d kept, %d left out\n", kept, left);
}
