namespace Evergreen.Insights.Tests.Reports.Browser;

/// <summary>WCAG 2's contrast of text with what is behind it, computed in the page.</summary>
internal static class Contrast
{
    /// <summary>A function that lists texts below 4.5 : 1, or 3 : 1 where they are large, as they are drawn now.</summary>
    public const string TooLow = """
        () => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = colour => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
          };
          const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
          const ground = element => {
            const own = rgba(getComputedStyle(element).backgroundColor);
            return own[3] >= 0.99 ? own : over(own, element.parentElement ? ground(element.parentElement) : [255, 255, 255, 1]);
          };
          const linear = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
          const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
          const low = new Set();
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const element = walk.currentNode.parentElement;
            if (!walk.currentNode.textContent.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
            const style = getComputedStyle(element);
            const ink = element.closest('svg') ? style.fill : style.color;
            const behind = ground(element.closest('svg') ?? element);
            const [a, b] = [light(over(rgba(ink), behind)), light(behind)].sort((x, y) => y - x);
            const size = parseFloat(style.fontSize);
            const enough = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
            if ((a + 0.05) / (b + 0.05) < enough) low.add(`${((a + 0.05) / (b + 0.05)).toFixed(2)} ${element.className?.baseVal ?? element.className} ${walk.currentNode.textContent.trim().slice(0, 40)}`);
          }
          return [...low];
        }
        """;
}
