// Draw each [data-chart] from the JSON that its page carries, in the colours of look.css, light or dark.
(() => {
  const drawn = new Map();
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function option(data) {
    const colours = ["--indigo", "--jade", "--amber", "--cinnabar", "--ink-3"].map(token);
    const ink = token("--ink-2");
    const rule = token("--rule");
    const text = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
    const common = {
      color: colours, textStyle: text, animation: false, aria: { enabled: true },
      tooltip: { trigger: data.shape === "pie" ? "item" : "axis", backgroundColor: token("--sheet"), borderColor: rule, textStyle: { ...text, color: token("--ink") } },
      legend: data.series.length > 1 || data.shape === "pie" ? { top: 0, textStyle: text, itemWidth: 12, itemHeight: 8 } : undefined,
    };
    if (data.shape === "pie") {
      const values = data.x.map((name, index) => ({ name, value: data.series[0].values[index] }));
      return { ...common, series: [{ type: "pie", radius: ["45%", "70%"], label: text, data: values }] };
    }
    return {
      ...common,
      grid: { left: 8, right: 12, top: data.series.length > 1 ? 34 : 14, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: data.x, axisLine: { lineStyle: { color: rule } }, axisTick: { show: false }, axisLabel: text },
      yAxis: { type: "value", name: data.series[0].unit, nameTextStyle: text, axisLabel: text, splitLine: { lineStyle: { color: token("--rule-soft") } } },
      series: data.series.map((one) => ({ name: one.name, type: data.shape, data: one.values, stack: data.stacked ? "all" : undefined, barMaxWidth: 28, symbolSize: 5 })),
    };
  }

  function draw() {
    for (const place of document.querySelectorAll("[data-chart]")) {
      const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
      drawn.get(place)?.dispose();
      const chart = echarts.init(place, null, { renderer: "svg" });
      chart.setOption(option(data));
      drawn.set(place, chart);
    }
  }

  document.documentElement.addEventListener("theme", draw);
  addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", draw); else draw();
})();
